import { sql } from 'kysely';
import type { Database } from './database.ts';

/**
 * The oldest transaction of this database that still writes; what older ones wrote is all there for the next statement. One
 * of another database of the same server holds nobody up. Where the roles of other backends hide what they do, every
 * transaction of the server counts.
 *
 * Asked before the statement that reads: a transaction that was open in this statement's snapshot and has ended since is
 * let pass, and only a later snapshot shows what it wrote.
 */
export async function findHorizon(db: Database): Promise<string> {
  const { rows } = await sql<{ horizon: string }>`
    with here as (
      select backend_xid, state is null and backend_type = 'client backend' as hidden
      from pg_stat_activity where datname = current_database()
    )
    select case
      when exists (select from here where hidden) then pg_snapshot_xmin(pg_current_snapshot())
      else coalesce(
        (
          select open_xid from pg_snapshot_xip(pg_current_snapshot()) as open_xid
          where open_xid::text::bigint % 4294967296 in (select backend_xid::text::bigint from here)
          order by open_xid limit 1
        ),
        pg_snapshot_xmax(pg_current_snapshot())
      )
    end as horizon`.execute(db);
  return rows[0]?.horizon ?? '0';
}

import { sql } from 'kysely';
import type { Database } from '../../db/database.ts';

/** How many attempts of one kind and key are free in which time, and what comes after. */
export type Bucket = {
  bucket: 'account-address' | 'address' | 'account' | 'reset-request' | 'submission' | 'confirmation' | 'export';
  keyHash: Buffer;
  free: number;
  /** Seconds after the first attempt at which counting begins anew. */
  window: number;
  /** True: each further attempt must wait, 1 s doubling to 15 min. False: none until the window ends. */
  grows: boolean;
};

/** Until when at least one of the buckets is blocked; null when none is. */
export async function findBlock(db: Database, buckets: readonly Bucket[], now: Date): Promise<Date | null> {
  const row = await db
    .selectFrom('signInFailures')
    .select((eb) => eb.fn.max('blockedUntil').as('until'))
    .where('blockedUntil', '>', now)
    .where((eb) =>
      eb.or(buckets.map(({ bucket, keyHash }) => eb.and([eb('bucket', '=', bucket), eb('keyHash', '=', keyHash)]))),
    )
    .executeTakeFirst();
  return row?.until ?? null;
}

/** Counts one attempt. False, with nothing counted, when the bucket is blocked: one statement, so none slips between. */
export async function countAttempt(db: Database, bucket: Bucket, now: Date): Promise<boolean> {
  const { free, window, grows } = bucket;
  const anew = sql`f.first_at <= ${now}::timestamptz - make_interval(secs => ${window})`;
  const firstAt = sql`case when ${anew} then ${now}::timestamptz else f.first_at end`;
  const failures = sql`case when ${anew} then 1 else f.failures + 1 end`;
  const blockedUntil = grows
    ? sql`${now}::timestamptz + make_interval(secs => least(900, power(2, least(${failures} - ${free}::integer, 10))))`
    : sql`${firstAt} + make_interval(secs => ${window})`;
  const result = await sql`
    insert into sign_in_failures as f (bucket, key_hash, failures, first_at)
    values (${bucket.bucket}, ${bucket.keyHash}, 1, ${now})
    on conflict (bucket, key_hash) do update
      set failures = ${failures}, first_at = ${firstAt},
          blocked_until = case when ${failures} < ${free}::integer then null else ${blockedUntil} end
      where f.blocked_until is null or f.blocked_until <= ${now}`.execute(db);
  return result.numAffectedRows === 1n;
}

/** Forgets all failures of a bucket. */
export async function clearBucket(db: Database, bucket: Bucket): Promise<void> {
  await db
    .deleteFrom('signInFailures')
    .where('bucket', '=', bucket.bucket)
    .where('keyHash', '=', bucket.keyHash)
    .execute();
}

/** Takes one attempt back, and with it the block that it may have brought. */
export async function uncountAttempt(db: Database, bucket: Bucket): Promise<void> {
  await db
    .updateTable('signInFailures')
    .set((eb) => ({ failures: eb('failures', '-', 1), blockedUntil: null }))
    .where('bucket', '=', bucket.bucket)
    .where('keyHash', '=', bucket.keyHash)
    .where('failures', '>', 0)
    .execute();
}

/** @param before the start of the longest window */
export async function deleteOldFailures(db: Database, before: Date, now: Date): Promise<number> {
  const result = await db
    .deleteFrom('signInFailures')
    .where('firstAt', '<=', before)
    .where((eb) => eb.or([eb('blockedUntil', 'is', null), eb('blockedUntil', '<=', now)]))
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}

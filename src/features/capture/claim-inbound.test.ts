import { sql } from 'kysely';
import pg from 'pg';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { useTestApp } from '../../../test/app.ts';
import { seconds } from '../../../test/clock.ts';
import { createTestDatabase } from '../../../test/database.ts';
import { createWorkspace, systemCtx } from '../../../test/fixtures.ts';
import { tx, type WorkspaceId } from '../../context.ts';
import { newId } from '../../db/ids.ts';
import { advanceCursor, claimInbound, releaseClaim } from './claim-inbound.ts';

describe('a claim of messages', () => {
  const test = useTestApp();
  let workspace: WorkspaceId;
  beforeAll(async () => {
    await sql`select ensure_days('inbound', ${test.clock()}::timestamptz, 3)`.execute(test.databases.screens);
  });
  beforeEach(async () => {
    workspace = await createWorkspace(test);
  });

  const ctx = () => systemCtx(test, workspace);
  const insert =
    'insert into inbound (workspace_id, received_at, source_id, message_id, body) values ($1, $2, $3, $4, $5)';
  const values = (messageId: string) => [workspace, test.clock(), newId(test.clock()), messageId, '{}'];
  const receive = async (...messageIds: string[]) => {
    for (const id of messageIds) {
      const row = { workspaceId: workspace, receivedAt: test.clock(), sourceId: newId(test.clock()), messageId: id };
      const rest = { happenedAt: null, sentAt: null, address: null, userAgent: null, body: '{}' };
      await test.databases.screens
        .insertInto('inbound')
        .values({ ...row, ...rest })
        .execute();
    }
  };
  const claim = (limit = 100) => claimInbound(ctx(), 'inbound', limit);
  /** Claims and processes one batch; says which messages it held. */
  const process = async (limit = 100): Promise<string[]> => {
    const claimed = await claim(limit);
    if (!claimed) return [];
    await tx(ctx(), (inner) => advanceCursor(inner, claimed, claimed.rows.at(-1)?.seq ?? 0));
    return claimed.rows.map(({ messageId }) => messageId);
  };
  const connect = async () => {
    const client = new pg.Client(test.database.connection);
    await client.connect();
    return client;
  };

  it('gives each message once, in order, so many at a time', async () => {
    await receive('a', 'b', 'c');
    expect(await process(2)).toEqual(['a', 'b']);
    expect(await process(2)).toEqual(['c']);
    expect(await process(2)).toEqual([]);
  });

  it('may be done in part: the rest is claimed again', async () => {
    await receive('a', 'b', 'c');
    const claimed = await claim();
    if (!claimed) throw new Error('nothing was claimed');
    await tx(ctx(), (inner) => advanceCursor(inner, claimed, claimed.rows[0]?.seq ?? 0));
    expect(await process()).toEqual(['b', 'c']);
  });

  it('is of one workspace', async () => {
    await receive('a');
    workspace = await createWorkspace(test, 'Other');
    expect(await process()).toEqual([]);
  });

  it('loses no message of a slow transaction, whichever drew its number or its xid first', async () => {
    const [slow, quick] = [await connect(), await connect()];
    try {
      for (const first of ['xid', 'seq']) {
        await slow.query('begin');
        await quick.query('begin');
        if (first === 'xid') {
          // The quick one is the older transaction, but draws its number after the slow one.
          await quick.query('select pg_current_xact_id()');
          await slow.query(insert, values(`slow ${first}`));
          await quick.query(insert, values(`quick ${first}`));
        } else {
          await slow.query(insert, values(`slow ${first}`));
          await quick.query(insert, values(`quick ${first}`));
        }
        await quick.query('commit');
        const early = await process();
        await slow.query('commit');
        expect([...early, ...(await process())].sort()).toEqual([`quick ${first}`, `slow ${first}`]);
      }
    } finally {
      await Promise.all([slow.end(), quick.end()]);
    }
  });

  it('is not held up by what is written in another database of the same server', async () => {
    const other = await createTestDatabase();
    const client = new pg.Client(other.connection);
    await client.connect();
    await client.query('begin');
    await client.query('select pg_current_xact_id()');
    await receive('a');
    const processed = await process();
    await client.end();
    await other.drop();
    expect(processed).toEqual(['a']);
  });

  it('is held by one process at a time', async () => {
    await receive('a', 'b');
    const claims = await Promise.all([claim(1), claim(1), claim(1), claim(1)]);
    expect(claims.filter((claimed) => claimed !== null)).toHaveLength(1);
    expect(await claim()).toBeNull();
  });

  it('is taken over when its lease has run out, and its old owner cannot commit', async () => {
    await receive('a');
    const old = await claim();
    test.clock.advance(seconds(30));
    const next = await claim();
    if (!(old && next)) throw new Error('nothing was claimed');
    expect(next.rows.map(({ messageId }) => messageId)).toEqual(['a']);
    const late = tx(ctx(), (inner) => advanceCursor(inner, old, old.rows[0]?.seq ?? 0));
    await expect(late).rejects.toMatchObject({ kind: 'conflict', code: 'cursor.lost' });
    // Nor can it give away what is not its own any more.
    await releaseClaim(ctx(), old);
    expect(await claim()).toBeNull();
    await tx(ctx(), (inner) => advanceCursor(inner, next, next.rows[0]?.seq ?? 0));
    expect(await process()).toEqual([]);
  });

  it('that failed can be given back and taken again at once', async () => {
    await receive('a');
    const failed = await claim();
    if (!failed) throw new Error('nothing was claimed');
    await releaseClaim(ctx(), failed);
    expect(await process()).toEqual(['a']);
  });
});

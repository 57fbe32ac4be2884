import { beforeAll, describe, expect, it } from 'vitest';
import { agreeOn } from '../../../test/agreements.ts';
import { useTestApp } from '../../../test/app.ts';
import { days } from '../../../test/clock.ts';
import { countWaiting } from '../../../test/contention.ts';
import { createMember, createWorkspace, memberCtx, systemCtx, type TestMember } from '../../../test/fixtures.ts';
import { createHandoff, startClocks } from '../../../test/handoffs.ts';
import type { Ctx, WorkspaceId } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { reassignHandoffs } from '../assignments/reassign-handoff.ts';
import { judgeDueClocks } from '../clocks/judge-due-clocks.ts';
import { acceptByTimeout } from './accept-by-timeout.ts';
import { acceptHandoff } from './accept-handoff.ts';
import { rejectHandoff } from './reject-handoff.ts';

/** So many pairs wait at once, each side on a pool of its own, as two processes would. */
const atOnce = 10;

describe('two who decide about a lead at the same moment', () => {
  const test = useTestApp({ sizes: { screens: atOnce + 2, ingest: 2, workers: atOnce + 2, reports: 2 } });
  let workspace: WorkspaceId;
  let ana: TestMember;
  let ben: TestMember;
  let cleo: TestMember;

  type Side = (ctx: Ctx, handoffId: string) => Promise<unknown>;
  const accept: Side = (ctx, id) => acceptHandoff(ctx, id);
  const reject: Side = (ctx, id) => rejectHandoff(ctx, id, { reason: 'bad-timing' });
  const timeout: Side = (ctx) => acceptByTimeout({ ...ctx, ...systemCtx(test, workspace), db: ctx.db, now: ctx.now });
  const give: Side = async (ctx, id) => {
    const { refused } = await reassignHandoffs(ctx, { handoffIds: [id], memberId: cleo.id });
    const [first] = refused;
    if (first !== undefined) throw new BatonError('conflict', first.code, first.message);
  };

  beforeAll(async () => {
    test.clock.set(new Date('2026-03-02T09:00:00Z'));
    workspace = await createWorkspace(test);
    await agreeOn(test, workspace);
    ana = await createMember(test, workspace, { name: 'Ana' });
    ben = await createMember(test, workspace, { name: 'Ben', role: 'admin' });
    cleo = await createMember(test, workspace, { name: 'Cleo' });
  });

  /** Lets both sides wait for the same rows, which a third connection holds, and says how each pair ended. */
  async function race(count: number, left: Side, right: Side): Promise<Map<string, PromiseSettledResult<unknown>[]>> {
    const ids: string[] = [];
    for (let n = 0; n < count; n += 1) {
      const id = await createHandoff(test, workspace, ana.id);
      await startClocks(test, workspace, id);
      ids.push(id);
    }
    if (right === timeout) {
      test.clock.advance(days(7));
      await judgeDueClocks(systemCtx(test, workspace));
    }
    const { screens, workers, ingest } = test.database.observed;
    const first = { ...memberCtx(test, ana), db: screens, reach: 'own' as const };
    const second = { ...memberCtx(test, ben, { role: 'admin' }), db: workers, reach: 'all' as const };
    const contacts = screens
      .selectFrom('handoffs')
      .select('contactId')
      .where('workspaceId', '=', workspace)
      .where('id', 'in', ids);
    const held = await contacts.execute();
    const running = await ingest.transaction().execute(async (trx) => {
      const rows = held.map(({ contactId }) => contactId);
      await trx
        .selectFrom('contacts')
        .select('id')
        .where('id', 'in', rows)
        .where('workspaceId', '=', workspace)
        .forUpdate()
        .execute();
      const pairs = ids.map((id) => [left(first, id), right(second, id)] as const);
      const settled = pairs.map((pair) => Promise.allSettled(pair));
      while ((await countWaiting(test)) < count * 2) await new Promise((resolve) => setImmediate(resolve));
      return { settled: Promise.all(settled) };
    });
    const results = await running.settled;
    return new Map(ids.map((id, n) => [id, results[n] ?? []]));
  }

  const listWritten = async (ids: string[]) => {
    const db = test.databases.screens;
    const audit = await db.selectFrom('audit').select(['objectId', 'verb']).where('objectId', 'in', ids).execute();
    const events = await db.selectFrom('events').select(['objectId', 'kind']).where('objectId', 'in', ids).execute();
    return { audit, events: events.filter(({ kind }) => kind !== 'clock.escalated') };
  };

  /** Says how often something was done. Given to somebody else, an accepted lead stays accepted: both may happen in turn. */
  function expectOneWinner(pair: PromiseSettledResult<unknown>[], right: Side): number {
    const lost = pair.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    if (right === give && lost.length === 0) return 2;
    const [only] = lost;
    // The agreement is told nothing; a rep who comes after it is.
    if (right === timeout && only === undefined) return 1;
    expect(lost).toHaveLength(1);
    expect(only).toBeInstanceOf(BatonError);
    expect(only.code).toMatch(/^handoff\.already-/);
    expect(only.message).toMatch(right === timeout ? /accepted by timeout/ : /Ana|Ben|You|Cleo/);
    return 1;
  }

  it.each([
    ['accept and accept', 10, atOnce, accept, accept],
    ['accept and reject', 3, atOnce, accept, reject],
    ['reject and reject', 2, atOnce, reject, reject],
    ['accept and are given to somebody else', 3, atOnce, accept, give],
    ['accept and run out of time', 5, 1, accept, timeout],
  ])(
    '%s: exactly one wins, the other is told by whom, with one entry and one event',
    async (_name, rounds, size, left, right) => {
      for (let round = 0; round < rounds; round += 1) {
        const results = await race(size, left, right);
        const { audit, events } = await listWritten([...results.keys()]);
        for (const [id, pair] of results) {
          const count = expectOneWinner(pair, right);
          expect(audit.filter(({ objectId }) => objectId === id)).toHaveLength(count);
          expect(events.filter(({ objectId }) => objectId === id)).toHaveLength(count);
        }
      }
    },
  );
});

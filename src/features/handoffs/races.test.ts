import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agreeOn } from '../../../test/agreements.ts';
import { useTestApp } from '../../../test/app.ts';
import { days } from '../../../test/clock.ts';
import { countWaiting } from '../../../test/contention.ts';
import { createMember, createWorkspace, systemCtx, type TestMember } from '../../../test/fixtures.ts';
import { createHandoff, startClocks } from '../../../test/handoffs.ts';
import { type Ended, startWorkerProcess, type Verdict, type WorkerProcess } from '../../../test/worker-process.ts';
import type { WorkspaceId } from '../../context.ts';
import { judgeDueClocks } from '../clocks/judge-due-clocks.ts';

/** So many pairs wait at once: each side is a connection of its process. */
const atOnce = 10;

describe('two who decide about a lead at the same moment, each in a process of their own', () => {
  const test = useTestApp();
  let workspace: WorkspaceId;
  let ana: TestMember;
  let ben: TestMember;
  let cleo: TestMember;
  let processes: [WorkerProcess, WorkerProcess];

  type Side = (handoffId: string) => Verdict;
  const ofAna = () => ({ id: ana.id, name: 'Ana', role: 'member' as const });
  const ofBen = () => ({ id: ben.id, name: 'Ben', role: 'admin' as const });
  const accept: Side = (handoffId) => ({ verb: 'accept', handoffId, by: ofAna() });
  const reject: Side = (handoffId) => ({ verb: 'reject', handoffId, by: ofAna() });
  const acceptToo: Side = (handoffId) => ({ verb: 'accept', handoffId, by: ofBen() });
  const rejectToo: Side = (handoffId) => ({ verb: 'reject', handoffId, by: ofBen() });
  const timeout: Side = (handoffId) => ({ verb: 'timeout', handoffId, by: ofBen() });
  const give: Side = (handoffId) => ({ verb: 'reassign', handoffId, by: ofBen(), memberId: cleo.id });

  beforeAll(async () => {
    test.clock.set(new Date('2026-03-02T09:00:00Z'));
    const { connection } = test.database;
    const starting = [startWorkerProcess(connection, atOnce), startWorkerProcess(connection, atOnce)] as const;
    workspace = await createWorkspace(test);
    await agreeOn(test, workspace);
    ana = await createMember(test, workspace, { name: 'Ana' });
    ben = await createMember(test, workspace, { name: 'Ben', role: 'admin' });
    cleo = await createMember(test, workspace, { name: 'Cleo' });
    processes = await Promise.all(starting);
  });
  afterAll(() => Promise.all(processes.map((one) => one.stop())));

  /** Lets both sides wait for the same rows, which a third connection holds, and says how each pair ended. */
  async function race(count: number, left: Side, right: Side): Promise<Map<string, Ended[]>> {
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
    const running = await test.databases.workers.transaction().execute(async (trx) => {
      await sql`
        select from contacts c join handoffs h on h.workspace_id = c.workspace_id and h.contact_id = c.id
        where h.id = any(${ids}::uuid[]) for update of c`.execute(trx);
      const settled = [left, right].map((side, n) =>
        (processes[n] as WorkerProcess).ask(test.clock(), {
          ...{ kind: 'decide', workspace },
          // Silence takes all that is over in one go.
          verdicts: (side === timeout ? ids.slice(0, 1) : ids).map(side),
        }),
      );
      const waiters = right === timeout ? count + 1 : count * 2;
      while ((await countWaiting(test)) < waiters) await new Promise((resolve) => setImmediate(resolve));
      return { settled: Promise.all(settled) };
    });
    const ended = (await running.settled).flat();
    return new Map(ids.map((id) => [id, ended.filter(({ handoffId }) => handoffId === id)]));
  }

  const listWritten = async (ids: string[]) => {
    const db = test.databases.screens;
    const audit = await db.selectFrom('audit').select(['objectId', 'verb']).where('objectId', 'in', ids).execute();
    const events = await db.selectFrom('events').select(['objectId', 'kind']).where('objectId', 'in', ids).execute();
    return { audit, events: events.filter(({ kind }) => kind !== 'clock.escalated') };
  };

  /** Says how often something was done. Given to somebody else, an accepted lead stays accepted: both may happen in turn. */
  function expectOneWinner(pair: Ended[], right: Side): number {
    const lost = pair.filter(({ code }) => code !== undefined);
    if (right === give && lost.length === 0) return 2;
    // The agreement is told nothing; a rep who comes after it is.
    if (right === timeout && lost.length === 0) return 1;
    expect(lost).toHaveLength(1);
    expect(lost[0]?.code).toMatch(/^handoff\.already-/);
    expect(lost[0]?.message).toMatch(right === timeout ? /accepted by timeout/ : /Ana|Ben|You|Cleo/);
    return 1;
  }

  it.each([
    ['accept and accept', 10, atOnce, accept, acceptToo],
    ['accept and reject', 2, atOnce, accept, rejectToo],
    ['reject and reject', 2, atOnce, reject, rejectToo],
    ['accept and are given to somebody else', 2, atOnce, accept, give],
    ['accept and run out of time', 2, atOnce, accept, timeout],
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

import type { Ctx } from '../../context.ts';
import { listOpenStretches } from '../../core/clock/open-stretches.ts';
import { measureTarget } from '../../core/clock/target.ts';
import { judgeClock } from '../../core/clock/verdict.ts';
import type { HandoffClock } from '../handoffs/schema.ts';
import { type LoadedClock, loadClocks } from './load-clocks.ts';
import { listClocks } from './store.ts';

/** So many open stretches are told at most: three weeks of three shifts, after which a page has read again. */
const mostStretches = 60;
const minute = 60_000;

/** The clocks of handoffs as they stand now, those that run first, by what is due; then the others as they began. */
export async function readClocks(ctx: Ctx, handoffIds: string[]): Promise<Map<string, HandoffClock[]>> {
  const read = new Map<string, HandoffClock[]>(handoffIds.map((id) => [id, []]));
  if (handoffIds.length === 0) return read;
  for (const loaded of await loadClocks(ctx, await listClocks(ctx, handoffIds))) {
    const { handoffId } = loaded.row;
    if (handoffId !== null) read.get(handoffId)?.push(toHandoffClock(ctx, loaded));
  }
  for (const clocks of read.values()) clocks.sort(compareUrgency);
  return read;
}

function toHandoffClock(ctx: Ctx, loaded: LoadedClock<Awaited<ReturnType<typeof listClocks>>[number]>): HandoffClock {
  const { row, clock, relay } = loaded;
  const now = ctx.now.getTime();
  const { state, due, remaining } = judgeClock(clock, now);
  const runs = row.outcome === null && state === 'running' && due !== null;
  const whole = measureTarget(clock.calendars, clock.start, clock.target);
  const left = row.outcome === 'cancelled' ? null : row.outcome === 'broken' ? 0 : remaining;
  return {
    id: row.id,
    kind: row.kind,
    clause: row.clause,
    sentence: relay.promises.find(({ kind, clause }) => kind === row.kind && clause === row.clause)?.sentence ?? '',
    owner: row.memberId === null ? null : { id: row.memberId, name: row.memberName ?? '' },
    state: row.outcome ?? state,
    startedAt: row.startedAt.toISOString(),
    // What has ended stays as it was judged.
    dueAt: (row.outcome === null ? toText(due) : row.dueAt?.toISOString()) ?? null,
    answeredAt: row.answeredAt?.toISOString() ?? null,
    minutes: whole === null ? null : whole / minute,
    minutesLeft: left === null ? null : left / minute,
    asOf: ctx.now.toISOString(),
    open: runs
      ? listOpenStretches(clock.calendars, now, due, clock.pauses, mostStretches).map((stretch) => ({
          from: new Date(stretch.from).toISOString(),
          to: new Date(stretch.to).toISOString(),
        }))
      : [],
  };
}

const toText = (at: number | null) => (at === null ? null : new Date(at).toISOString());

function compareUrgency(a: HandoffClock, b: HandoffClock): number {
  const isRunning = ({ state }: HandoffClock) => (state === 'running' ? 0 : 1);
  if (isRunning(a) !== isRunning(b)) return isRunning(a) - isRunning(b);
  const key = (clock: HandoffClock) => (isRunning(clock) === 0 ? (clock.dueAt ?? '') : clock.startedAt);
  return key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0;
}

import type { Ctx } from '../../context.ts';
import { listHolding } from '../../core/clock/auto-resume.ts';
import { listOpenStretches } from '../../core/clock/open-stretches.ts';
import { measureTarget } from '../../core/clock/target.ts';
import { judgeClock } from '../../core/clock/verdict.ts';
import type { Relay } from '../../core/relay/relay.ts';
import { type LoadedClock, loadClocks } from './load-clocks.ts';
import type { HandoffClock } from './schema.ts';
import { type ClockRow, listClocks, listWaits } from './store.ts';

/** So many open stretches are told at most: three weeks of three shifts, after which a page has read again. */
const mostStretches = 60;
const minute = 60_000;

/** The clocks of handoffs as they stand now: what is owed first, by when it is due, late or not; then the others as they began. */
export async function readClocks(ctx: Ctx, handoffIds: string[]): Promise<Map<string, HandoffClock[]>> {
  const read = new Map<string, Read[]>(handoffIds.map((id) => [id, []]));
  const rows = handoffIds.length > 0 ? await listClocks(ctx, handoffIds) : [];
  for (const loaded of await loadClocks(ctx, rows)) {
    const { handoffId, isOwed } = loaded.row;
    if (handoffId !== null) read.get(handoffId)?.push({ isOwed, clock: toHandoffClock(ctx, loaded) });
  }
  return new Map(
    [...read].map(([id, clocks]) => [id, clocks.toSorted(compareUrgency).map(({ clock }) => clock)] as const),
  );
}

/** Of leads that wait for somebody, the clock of that wait as it stands now, by qualification. */
export async function readWaits(ctx: Ctx, qualificationIds: string[]): Promise<Map<string, HandoffClock>> {
  const rows = qualificationIds.length > 0 ? await listWaits(ctx, qualificationIds) : [];
  return new Map(
    (await loadClocks(ctx, rows)).map((loaded) => [loaded.row.qualificationId ?? '', toHandoffClock(ctx, loaded)]),
  );
}

type Named = ClockRow & { memberName: string | null };
type Read = { isOwed: boolean; clock: HandoffClock };

function toHandoffClock(ctx: Ctx, loaded: LoadedClock<Named>): HandoffClock {
  const { row, clock, relay } = loaded;
  const now = ctx.now.getTime();
  const { state, due, remaining, resumesAt } = judgeClock(clock, now);
  const runs = row.outcome === null && state === 'running' && due !== null;
  const whole = measureTarget(clock.calendars, clock.start, clock.target);
  const left = row.outcome === 'cancelled' ? null : row.outcome === 'broken' ? 0 : remaining;
  return {
    id: row.id,
    kind: row.kind,
    clause: row.clause,
    sentence: row.kind === 'assign' ? sayWait(row) : findSentence(relay, row),
    owner: row.memberId === null ? null : { id: row.memberId, name: row.memberName ?? '' },
    state: row.outcome ?? state,
    pause: row.outcome === null && state === 'paused' ? describePause(clock, now, resumesAt) : null,
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

/** Of several that hold a clock what somebody said comes before what follows from an absence. */
function describePause(
  { calendars, pauses }: LoadedClock<unknown>['clock'],
  now: number,
  resumesAt: number | null,
): HandoffClock['pause'] {
  const holding = listHolding(calendars, pauses, now);
  const pause = holding.find(({ id }) => id !== null) ?? holding[0];
  if (pause === undefined || pause.reason === 'merged') return null;
  const { from, to, reason, note } = pause;
  return { reason, note, from: new Date(from).toISOString(), until: toText(to), resumesAt: toText(resumesAt) };
}

const findSentence = ({ promises }: Relay, row: ClockRow) =>
  promises.find(({ kind, clause }) => kind === row.kind && clause === row.clause)?.sentence ?? '';

function sayWait({ targetCount }: ClockRow): string {
  const hours = targetCount / 60;
  return `Sales finds somebody for a lead that waits within ${hours} business ${hours === 1 ? 'hour' : 'hours'}.`;
}

const toText = (at: number | null) => (at === null ? null : new Date(at).toISOString());

function compareUrgency(a: Read, b: Read): number {
  const rank = ({ isOwed, clock }: Read) => (!isOwed ? 2 : clock.dueAt === null ? 1 : 0);
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  const key = (one: Read) => (rank(one) === 0 ? (one.clock.dueAt ?? '') : one.clock.startedAt);
  return key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0;
}

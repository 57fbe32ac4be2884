import { type Ctx, tx } from '../../context.ts';
import { createDayReader, listZoneDays, mondayOf, shiftDay } from '../../core/calendar/day.ts';
import {
  awaitFold,
  correctCounts,
  correctDays,
  deleteEmptyCounts,
  findExtent,
  findState,
  saveState,
  type WrongCount,
} from './store.ts';

/** Days of one transaction. Short, since a transaction that writes holds up every reader of the log of messages. */
const daysAtOnce = 7;
/** As many wrong counts as are named; the rest is only corrected. */
const mostNamed = 1_000;

export type Rebuilt = { zone: string; days: number; wrong: WrongCount[]; more: boolean };

/**
 * Counts all touches anew, week by week, and says which counts were not right; they are put right unless `check` is given.
 * Writers and folding go on meanwhile: each week is compared as of one instant.
 *
 * Days are those of the workspace's zone: after a change of it, every count near midnight is put on its new day.
 */
export async function rebuildRollups(ctx: Ctx, { check = false }: { check?: boolean } = {}): Promise<Rebuilt> {
  const zone = check ? await readZone(ctx) : await moveZone(ctx);
  const result: Rebuilt = { zone, days: 0, wrong: [], more: false };
  const { firstAt, lastAt, firstDay, lastDay } = await findExtent(ctx);
  const dayOf = createDayReader(zone);
  const all = [firstAt && dayOf(firstAt.getTime()), lastAt && dayOf(lastAt.getTime()), firstDay, lastDay];
  const known = all.filter((day) => day !== null).sort();
  const [first, last] = [known[0], known.at(-1)];
  if (first !== undefined && last !== undefined) {
    for (let from = mondayOf(first); from <= last; from = shiftDay(from, daysAtOnce)) {
      const days = listZoneDays(zone, from, daysAtOnce);
      const wrong = await tx(ctx, async (ctx) => {
        await awaitFold(ctx);
        const folded = await correctDays(ctx, days, check);
        const counted = await correctCounts(ctx, days, check);
        if (!check) await deleteEmptyCounts(ctx, days);
        return [...folded, ...counted];
      });
      result.days += days.length;
      result.more ||= result.wrong.length + wrong.length > mostNamed;
      result.wrong.push(...wrong.slice(0, mostNamed - result.wrong.length));
    }
  }
  if (!check) await saveState(ctx, { zone, isBuilt: true });
  return result;
}

/** Whether the counts of a workspace were never made, or by another zone than its own; and whether some wait to be folded. */
export async function inspectRollups(ctx: Ctx): Promise<{ isOutdated: boolean; hasDeltas: boolean }> {
  const state = await findState(ctx);
  if (!state) return { isOutdated: false, hasDeltas: false };
  return { isOutdated: !(state.isBuilt === true && state.countedBy === state.zone), hasDeltas: state.hasDeltas };
}

async function readZone(ctx: Ctx): Promise<string> {
  const state = await findState(ctx);
  return state?.countedBy ?? state?.zone ?? 'UTC';
}

/** From here on writers count by the workspace's zone of now; those who count by the one before are waited for. */
async function moveZone(ctx: Ctx): Promise<string> {
  const state = await findState(ctx);
  const zone = state?.zone ?? 'UTC';
  if (state?.countedBy !== zone) await saveState(ctx, { zone, isBuilt: false });
  return zone;
}

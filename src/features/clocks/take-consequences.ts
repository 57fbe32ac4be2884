import type { Ctx } from '../../context.ts';
import type { ClockConsequence } from '../../db/relay-tables.ts';
import { clearConsequence, selectConsequences, selectWaiting } from './store.ts';

/** So many are listed in one round; each is carried out in a transaction of its own. */
const mostAtOnce = 200;

/** A promise whose time has brought about what the agreement says, and what it is about. */
export type DueConsequence = Awaited<ReturnType<typeof selectConsequences>>[number];

/** Which kinds of consequences wait to be carried out: mostly none, and one look says so. */
export const findConsequences = async (ctx: Ctx): Promise<Set<ClockConsequence>> => new Set(await selectWaiting(ctx));

/** Consequences that wait to be carried out, those that were due first first. Nothing is locked. */
export const listConsequences = (ctx: Ctx, consequence: ClockConsequence): Promise<DueConsequence[]> =>
  selectConsequences(ctx, consequence, mostAtOnce);

/**
 * Takes a consequence in the transaction that carries it out, or finds that there is nothing left to do: it is done once, and a
 * process that dies leaves it to the next. Comes after the locks of contact and handoff.
 */
export const takeConsequence = (ctx: Ctx, clockId: string, consequence: ClockConsequence): Promise<boolean> =>
  clearConsequence(ctx, clockId, consequence);

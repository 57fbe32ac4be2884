import type { Stay } from '../lifecycle/stays.ts';

/** All stays of a lead in order, as `readStays` gives them of its stage events. */
export type LeadStays = { readonly lead: string; readonly stays: readonly Stay[] };

/**
 * One lead, in one cycle, on its way from a stage to a later one. Epoch milliseconds; null for what has not happened.
 * All figures about conversion and speed are made of these.
 */
export type Passage = {
  readonly lead: string;
  readonly cycle: number;
  readonly enteredAt: number;
  readonly reachedAt: number | null;
  /** When the cycle ended without it, as recycled or disqualified: it is never reached any more. */
  readonly endedAt: number | null;
};

export type Passages = {
  readonly passages: readonly Passage[];
  /** Reached before it was entered: an error in the data, in no figure, to be listed. */
  readonly faulty: readonly {
    readonly lead: string;
    readonly cycle: number;
    readonly enteredAt: number;
    readonly reachedAt: number;
  }[];
  /** Leads and cycles that came by without a known time; left out of all measures of time. */
  readonly unknown: readonly { readonly lead: string; readonly cycle: number }[];
};

/**
 * The ways of leads from one stage to another, one for each cycle in which they entered the first. Stages of one instant
 * are in the order of their events; a stay in a state that ends the cycle ends the way.
 *
 * @param from stage
 * @param to a later stage
 * @param ends the states that end a cycle
 * @example
 * const stay = (state: string, enteredAt: number | null) =>
 *   ({ state, cycle: 1, enteredAt, exitedAt: null, open: false, inferred: false });
 * listPassages([{ lead: 'L1', stays: [stay('qualified', 10), stay('confirmed', 40)] }], 'qualified', 'confirmed').passages
 * // [{ lead: 'L1', cycle: 1, enteredAt: 10, reachedAt: 40, endedAt: null }]
 * listPassages([{ lead: 'L2', stays: [stay('qualified', null)] }], 'qualified', 'confirmed').unknown // [{ lead: 'L2', cycle: 1 }]
 */
export function listPassages(
  leads: readonly LeadStays[],
  from: string,
  to: string,
  ends: readonly string[] = ['recycled', 'disqualified', 'other'],
): Passages {
  const passages: Passage[] = [];
  const faulty: { lead: string; cycle: number; enteredAt: number; reachedAt: number }[] = [];
  const unknown: { lead: string; cycle: number }[] = [];
  for (const { lead, stays } of leads) {
    for (const cycle of new Set(stays.map((stay) => stay.cycle))) {
      const own = stays.filter((stay) => stay.cycle === cycle);
      const first = own.find(({ state }) => state === from);
      if (first === undefined) continue;
      const reached = own.find(({ state }) => state === to);
      const ended = reached === undefined ? own.findLast(({ state }) => ends.includes(state)) : undefined;
      if (first.enteredAt === null || reached?.enteredAt === null || ended?.enteredAt === null) {
        unknown.push({ lead, cycle });
      } else if (reached !== undefined && reached.enteredAt < first.enteredAt) {
        faulty.push({ lead, cycle, enteredAt: first.enteredAt, reachedAt: reached.enteredAt });
      } else {
        const isOver = ended !== undefined && own.at(-1) === ended;
        passages.push({
          lead,
          cycle,
          enteredAt: first.enteredAt,
          reachedAt: reached?.enteredAt ?? null,
          endedAt: isOver ? ended.enteredAt : null,
        });
      }
    }
  }
  return { passages, faulty, unknown };
}

/**
 * What was known of ways at an instant: later ones are not there, what was reached or ended later is open.
 *
 * @param asOf epoch milliseconds, included
 * @example
 * seeAsOf([{ lead: 'L1', cycle: 1, enteredAt: 10, reachedAt: 40, endedAt: null }], 20)
 * // [{ lead: 'L1', cycle: 1, enteredAt: 10, reachedAt: null, endedAt: null }]
 */
export function seeAsOf(passages: readonly Passage[], asOf: number): Passage[] {
  const known = (at: number | null) => (at !== null && at <= asOf ? at : null);
  return passages.flatMap((passage) =>
    passage.enteredAt > asOf
      ? []
      : [{ ...passage, reachedAt: known(passage.reachedAt), endedAt: known(passage.endedAt) }],
  );
}

import { type AskedCondition, explainCondition, type LeafFinding } from './condition-finding.ts';
import { isExplored } from './explore.ts';
import { findMissing, type RequiredValue } from './required-information.ts';

/** The stage that hands leads over, as far as qualification needs it. */
export type QualifyingClause<Facts> = {
  key: string;
  enterWhen: AskedCondition<Facts>;
  requires: readonly string[];
  explore: { share: number; seed: string };
};

/**
 * Where a person stands in the current cycle: `open` before qualification, `waiting` once qualified with information
 * missing, `handed-over` once offered in this cycle, `recycled` while nurtured before a new cycle begins.
 */
export type Standing = 'open' | 'waiting' | 'handed-over' | 'recycled' | 'disqualified' | 'other';

/**
 * Why qualification is asked now. An import of history and a new version of the agreement never qualify anybody; a `wave`
 * is the way by which the signers of a version let its leads through.
 */
export type QualificationCause = 'touch' | 'high-intent-touch' | 'edit' | 'time' | 'wave' | 'import' | 'new-version';

export type QualificationInput<Facts> = {
  clause: QualifyingClause<Facts>;
  facts: Facts;
  read: (field: string) => RequiredValue;
  personId: string;
  standing: Standing;
  /** Whether the person stands in the stage before the clause's, so that the explore share may draw them. */
  mayExplore: boolean;
  cause: QualificationCause;
  /** Until when a recycled person sleeps, epoch milliseconds; null without a date. */
  wakeUpAt: number | null;
  now: number;
};

export const barReasons = {
  'already-handed-over': 'Handed over in this cycle already; nothing qualifies twice in one cycle.',
  disqualified: 'Disqualified; must be reopened with a note first.',
  'other-relation': 'Stands outside of the funnel, as a partner, supplier or employee does.',
  asleep: 'Recycled until the wake-up date; only a new high-intent touch wakes earlier.',
  'history-import': 'Came with an import of history, which qualifies nobody.',
  'new-version': 'A new version of the agreement qualifies nobody by itself; a new touch or a wave does.',
} as const;
export type BarReason = keyof typeof barReasons;

/**
 * The answer, with what it rests on. `qualified`: hand over now. `incomplete`: qualifies, but Marketing owes the fields in
 * `missing` first (`isNew` false: it has owed them already). `not-yet`: `ways` names what each way still needs, the shortest
 * first. `barred`: not to be judged at all. `explore` is for the record alone, never for the rep.
 */
export type Qualification =
  | { outcome: 'qualified'; clause: string; isNew: boolean; explore: boolean; evidence: LeafFinding[]; missing: [] }
  | {
      outcome: 'incomplete';
      clause: string;
      isNew: boolean;
      explore: false;
      evidence: LeafFinding[];
      missing: string[];
    }
  | { outcome: 'not-yet'; clause: string; ways: LeafFinding[][]; missing: string[] }
  | { outcome: 'barred'; clause: string; reason: BarReason };

/**
 * Whether a person qualifies now: why yes (clause and the comparisons that hold), or why not yet and what is missing.
 *
 * A decision once taken stands: who waits for information is handed over when it is there, whatever the grade is then. The
 * explore share is drawn only from persons whose information is complete and who have never been recycled: Marketing owes
 * nothing for them, and nobody is drawn again right after a hand-back.
 *
 * @example
 * const enterWhen = { leaf: { field: 'fit', op: 'exists' }, path: [], holds: () => true };
 * const clause = { key: 'qualified', enterWhen, requires: [], explore: { share: 0, seed: '' } };
 * judgeQualification({ clause, facts: {}, read: () => null, personId: 'p', standing: 'open', mayExplore: true, cause: 'touch',
 *   wakeUpAt: null, now: 0 }).outcome // 'qualified'
 */
export function judgeQualification<Facts>(input: QualificationInput<Facts>): Qualification {
  const { clause, facts, standing } = input;
  const { key } = clause;
  const reason = findBar(input);
  if (reason !== null) return { outcome: 'barred', clause: key, reason };

  const missing = findMissing(clause.requires, input.read);
  const { holds, evidence, ways } = explainCondition(clause.enterWhen, facts);
  const isNew = standing !== 'waiting';
  if (holds || !isNew) {
    if (missing.length > 0) return { outcome: 'incomplete', clause: key, isNew, explore: false, evidence, missing };
    return { outcome: 'qualified', clause: key, isNew, explore: false, evidence, missing: [] };
  }
  const { seed, share } = clause.explore;
  const mayExplore = input.mayExplore && standing === 'open' && missing.length === 0;
  if (mayExplore && isExplored(seed, input.personId, share)) {
    return { outcome: 'qualified', clause: key, isNew, explore: true, evidence, missing: [] };
  }
  return { outcome: 'not-yet', clause: key, ways, missing };
}

function findBar({
  standing,
  cause,
  wakeUpAt,
  now,
}: Pick<QualificationInput<unknown>, 'standing' | 'cause' | 'wakeUpAt' | 'now'>): BarReason | null {
  if (standing === 'handed-over') return 'already-handed-over';
  if (standing === 'disqualified') return 'disqualified';
  if (standing === 'other') return 'other-relation';
  if (cause === 'import') return 'history-import';
  // Who waits has qualified under the version before: the new one takes nothing back.
  if (cause === 'new-version' && standing !== 'waiting') return 'new-version';
  const isAsleep = standing === 'recycled' && wakeUpAt !== null && now < wakeUpAt;
  return isAsleep && cause !== 'high-intent-touch' ? 'asleep' : null;
}

import type { FitRule } from './rules.ts';

/** What a clause gave to the fit, in points of the 0 to 100 that the fit is counted in. */
export type FitEntry = { readonly clause: string; readonly points: number };

export type Fit = {
  /** 0 to 100; what is not known counts as nothing. The grade is taken from this. */
  readonly score: number;
  /** The same over the rules that could be judged; null when none of the positive ones could. */
  readonly scoreOfKnown: number | null;
  /** Share of the positive points whose rules could be judged, 0 to 1. */
  readonly completeness: number;
  /** Points of the rules that apply, negative ones included, before they are related to the possible ones. */
  readonly points: number;
  /** Sum of all positive points, and of those whose rules could be judged. */
  readonly possible: number;
  readonly possibleOfKnown: number;
  /** One entry a rule that applies, and `floor` where more was taken off than given: they sum to the score. */
  readonly ledger: readonly FitEntry[];
  /** Positive rules that could still apply if the fields had a value, most points first, in points of 0 to 100. */
  readonly missing: readonly { readonly clause: string; readonly points: number; readonly fields: readonly string[] }[];
};

/**
 * How well somebody fits: 100 x max(0, sum of the points that apply) / sum of the positive points. A value that is not
 * known counts as nothing; the score over the known ones and the completeness are given beside it.
 *
 * @param at epoch milliseconds, for conditions that change with time
 * @example
 * scoreFit([
 *   { key: 'fit-segment', points: 50, when: (contact) => contact.segment === 'mid-market' },
 *   { key: 'fit-junk', points: -40, when: (contact) => contact.title === 'Student' },
 * ], { segment: 'mid-market', title: 'Student' }, 0).score // 20
 */
export function scoreFit<Contact>(rules: readonly FitRule<Contact>[], contact: Contact, at: number): Fit {
  const judged = rules.map((rule) => {
    const applies = rule.when(contact, at);
    return { rule, applies, fields: applies ? [] : (rule.missing?.(contact) ?? []) };
  });
  const applying = judged.filter(({ applies }) => applies).map(({ rule }) => rule);
  const known = judged.filter(({ fields }) => fields.length === 0).map(({ rule }) => rule);
  const points = sumPoints(applying);
  const possible = sumPoints(rules.filter(isPositive));
  const possibleOfKnown = sumPoints(known.filter(isPositive));
  const scale = possible > 0 ? 100 / possible : 0;
  const ledger = applying.map((rule) => ({ clause: rule.key, points: rule.points * scale }));
  if (points < 0 && possible > 0) ledger.push({ clause: 'floor', points: -points * scale });
  return {
    score: possible > 0 ? (100 * Math.max(0, points)) / possible : 0,
    scoreOfKnown: possibleOfKnown > 0 ? (100 * Math.max(0, points)) / possibleOfKnown : null,
    completeness: possible > 0 ? possibleOfKnown / possible : 1,
    points,
    possible,
    possibleOfKnown,
    ledger,
    missing: judged
      .filter(({ rule, fields }) => fields.length > 0 && isPositive(rule))
      .map(({ rule, fields }) => ({ clause: rule.key, points: rule.points * scale, fields }))
      .sort((a, b) => b.points - a.points),
  };
}

function isPositive(rule: { readonly points: number }): boolean {
  return rule.points > 0;
}

function sumPoints(rules: readonly { readonly points: number }[]): number {
  return rules.reduce((sum, rule) => sum + rule.points, 0);
}

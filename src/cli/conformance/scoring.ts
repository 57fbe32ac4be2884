import { measureCalibration } from '../../core/scoring/calibration.ts';
import { scoreEngagement } from '../../core/scoring/engagement.ts';
import { scoreFit } from '../../core/scoring/fit.ts';
import { findGradeAction, type GradeBands, gradeEngagement, gradeFit } from '../../core/scoring/grade.ts';
import { type LetterGradedLead, parseLetterRule } from '../../core/scoring/letter-rule.ts';
import { explainChance, fitLogistic } from '../../core/scoring/logistic.ts';
import { countConfusion, measureAuc, measureLift, type Outcome } from '../../core/scoring/outcomes.ts';
import type { EngagementRule, FitRule, ScoredTouch } from '../../core/scoring/rules.ts';
import {
  findBestThreshold,
  findMostValuableThreshold,
  findThresholdForCapacity,
  type Threshold,
} from '../../core/scoring/thresholds.ts';
import { nameOperation, type Operation } from './operation.ts';

/** Outcomes in the words of the cases: `won` is 0 or 1. */
type Data = { data: { score: number; won: number }[] };
type Lead = Record<string, unknown>;
type CaseFitRule = { field: string; points: number; value?: unknown; min?: number; max?: number };
type CaseTouch = { type: string; points: number; age_days: number; decay?: boolean; half_life_days?: number };

export const operations: Operation[] = [
  nameOperation('input.op', 'grid', runGrid),
  nameOperation('input.op', 'engagement', runEngagement),
  nameOperation('input.op', 'fit', runFit),
  nameOperation('input.op', 'auc', ({ data }: Data) => ({ auc: measureAuc(readOutcomes(data)) })),
  nameOperation('input.op', 'confusion', runConfusion),
  nameOperation('input.op', 'best_threshold', ({ data }: Data) => {
    const best = findBestThreshold(readOutcomes(data));
    return { f1: writeThreshold(best.f1), youden: writeThreshold(best.youden) };
  }),
  nameOperation(
    'input.op',
    'best_threshold_value',
    ({ data, gain_true, cost_false }: Data & { gain_true: number; cost_false: number }) => {
      const best = findMostValuableThreshold(readOutcomes(data), gain_true, cost_false);
      return { threshold: best.threshold, value: best.value, break_even_precision: best.breakEvenPrecision };
    },
  ),
  nameOperation('input.op', 'threshold_for_capacity', ({ data, capacity }: Data & { capacity: number }) =>
    findThresholdForCapacity(readOutcomes(data), capacity),
  ),
  nameOperation('input.op', 'lift_at', ({ data, fraction }: Data & { fraction: number }) => {
    const { count, ...lift } = measureLift(readOutcomes(data), fraction);
    return { n: count, ...lift };
  }),
  nameOperation('input.op', 'logit_grouped', runLogistic),
  nameOperation('input.op', 'explain', runExplain),
  nameOperation('input.op', 'calibration', ({ data }: { data: { p: number; won: number }[] }) => {
    const measured = measureCalibration(data.map(({ p, won }) => ({ chance: p, won: won === 1 })));
    return { brier: measured?.brier ?? null, mean_p: measured?.meanChance ?? null, rate: measured?.rate ?? null };
  }),
  nameOperation('input.op', 'rule', ({ rule, leads }: { rule: string; leads: LetterGradedLead[] }) => ({
    mql: leads.map(parseLetterRule(rule)),
  })),
];

function runGrid(input: {
  fit: number;
  engagement: number;
  fit_bands: GradeBands['fit'];
  engagement_bands: GradeBands['engagement'];
}): unknown {
  const letter = gradeFit(input.fit, input.fit_bands);
  const grade = `${letter}${gradeEngagement(input.engagement, input.engagement_bands)}` as const;
  return { grade, action: findGradeAction(grade).replaceAll('-', '_') };
}

/** One rule for each sort of touch; a cap by type applies to the rules of that type. */
function runEngagement(input: {
  half_life_days: number;
  events: CaseTouch[];
  cap?: number;
  caps?: Record<string, number>;
}): unknown {
  const day = 86_400_000;
  const rules = new Map<string, EngagementRule<ScoredTouch>>();
  const touches = input.events.map((event, at): ScoredTouch => {
    const { type, points, decay = true, half_life_days: days = input.half_life_days } = event;
    const kind = JSON.stringify([type, points, decay, days]);
    const atMost = input.caps?.[type];
    const halfLife = decay ? days * day : 'never';
    rules.set(kind, { key: type, touch: kind, points, halfLife, ...(atMost === undefined ? {} : { atMost }) });
    return { id: String(at), kind, at: -event.age_days * day, knownAt: -event.age_days * day };
  });
  return scoreEngagement(
    { halfLife: 'never', onRecycle: 'keep', rules: [...rules.values()], cap: input.cap ?? 100 },
    { touches, recycles: [] },
    0,
  );
}

function runFit({ rules, lead }: { rules: CaseFitRule[]; lead: Lead }): unknown {
  const fit = scoreFit(rules.map(compileFitRule), lead, 0);
  return {
    points: fit.points,
    known_max: fit.possibleOfKnown,
    score: fit.score,
    score_known_only: fit.scoreOfKnown,
    completeness: fit.completeness,
    missing: rules.filter(({ field }) => isMissing(lead, field)).map(({ field }) => field),
  };
}

function compileFitRule({ field, points, value, min, max }: CaseFitRule): FitRule<Lead> {
  return {
    key: field,
    points,
    when: (lead) => {
      const found = lead[field];
      if (isMissing(lead, field)) return false;
      if (min === undefined && max === undefined) return found === value;
      return Number(found) >= (min ?? Number.NEGATIVE_INFINITY) && Number(found) <= (max ?? Number.POSITIVE_INFINITY);
    },
    missing: (lead) => (isMissing(lead, field) ? [field] : []),
  };
}

function isMissing(lead: Lead, field: string): boolean {
  return lead[field] === undefined || lead[field] === null;
}

function runConfusion({ data, threshold }: Data & { threshold: number }): unknown {
  const found = countConfusion(readOutcomes(data), threshold);
  return {
    tp: found.truePositives,
    fp: found.falsePositives,
    fn: found.falseNegatives,
    tn: found.trueNegatives,
    precision: found.precision,
    recall: found.recall,
    fpr: found.falsePositiveRate,
    f1: found.f1,
    volume: found.volume,
    lift: found.lift,
  };
}

function runLogistic({ groups, l2 }: { groups: { x: number[]; n: number; won: number }[]; l2: number }): unknown {
  const model = fitLogistic(
    groups.map(({ x, n, won }) => ({ features: x, count: n, won })),
    l2,
  );
  const [only, ...others] = model.oddsRatios;
  return {
    intercept: model.intercept,
    coef: model.coefficients,
    odds_ratio: others.length === 0 ? only : model.oddsRatios,
    p: model.chances,
  };
}

function runExplain(input: {
  intercept: number;
  coef: number[];
  means: number[];
  x: number[];
  features: string[];
}): unknown {
  const model = { intercept: input.intercept, coefficients: input.coef };
  const { base, contributions, logit, chance, order } = explainChance(model, input.means, input.x, input.features);
  return { base_logit: base, contributions, logit, p: chance, order };
}

function readOutcomes(data: Data['data']): Outcome[] {
  return data.map(({ score, won }) => ({ score, won: won === 1 }));
}

function writeThreshold(threshold: Threshold | null): unknown {
  return threshold ?? { threshold: null, value: null };
}

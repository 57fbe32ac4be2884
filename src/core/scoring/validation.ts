import { startChance } from '../statistics/chance.ts';
import { measureCalibration, type Prediction } from './calibration.ts';
import { fitLogistic, type LogisticModel, type OutcomeGroup } from './logistic.ts';
import { measureAuc } from './outcomes.ts';

/** A mature lead as numbers, `at` handover, epoch milliseconds. */
export type LabelledLead = { readonly features: readonly number[]; readonly won: boolean; readonly at: number };

/** How good chances are for leads that the model has not seen. Null where nothing can be said. */
export type Validation = {
  readonly auc: number | null;
  readonly brier: number | null;
  /** The Brier score of giving every lead the share that was won: a model that is not below it is of no use. */
  readonly brierOfBase: number | null;
  readonly meanChance: number | null;
  readonly rate: number | null;
  /** Leads that were predicted. */
  readonly tested: number;
};

/**
 * The chance that a logistic model gives a lead.
 *
 * @example
 * predictChance({ intercept: 0, coefficients: [2] }, [0]) // 0.5
 */
export function predictChance({ intercept, coefficients }: LogisticModel, features: readonly number[]): number {
  const logit = coefficients.reduce((sum, value, at) => sum + value * (features[at] ?? 0), intercept);
  return 1 / (1 + Math.exp(-logit));
}

/**
 * Cross-validation: leads are dealt into folds by chance, won and lost ones evenly; each fold is predicted by a model of the
 * others. The figures are of all predictions together.
 *
 * @param penalty the lambda of L2, 1 unless said
 * @param folds 5 unless said
 * @example
 * const leads = Array.from({ length: 40 }, (_, n) => ({ features: [n % 2], won: n % 2 === 1, at: n }));
 * const found = crossValidate(leads, { seed: 1 });
 * [found.auc, found.tested] // [1, 40]
 * crossValidate([], { seed: 1 }).auc // null
 */
export function crossValidate(
  leads: readonly LabelledLead[],
  { seed, folds = 5, penalty = 1 }: { readonly seed: number; readonly folds?: number; readonly penalty?: number },
): Validation {
  const chance = startChance(seed);
  const dealt = [true, false].flatMap((won) => {
    const kind = shuffle(
      leads.filter((lead) => lead.won === won),
      chance.next,
    );
    return kind.map((lead, at) => ({ lead, fold: at % folds }));
  });
  const predictions: Prediction[] = [];
  for (let fold = 0; fold < folds; fold += 1) {
    const held = dealt.filter((one) => one.fold === fold).map(({ lead }) => lead);
    const others = dealt.filter((one) => one.fold !== fold).map(({ lead }) => lead);
    predictions.push(...predict(others, held, penalty));
  }
  return judge(predictions);
}

/**
 * Validation as life does it: a model of the earlier leads predicts the later ones. Leads of one instant stay together.
 *
 * @param share of the leads to learn from, 0.7 unless said
 * @example
 * const leads = Array.from({ length: 40 }, (_, n) => ({ features: [n % 2], won: n % 2 === 1, at: n }));
 * const found = validateForward(leads);
 * [found.auc, found.trained, found.tested] // [1, 28, 12]
 */
export function validateForward(
  leads: readonly LabelledLead[],
  { share = 0.7, penalty = 1 }: { readonly share?: number; readonly penalty?: number } = {},
): Validation & { readonly trained: number } {
  const order = leads.toSorted((a, b) => a.at - b.at);
  const cut = order[Math.floor(order.length * share)]?.at ?? Number.POSITIVE_INFINITY;
  const earlier = order.filter(({ at }) => at < cut);
  const later = order.filter(({ at }) => at >= cut);
  return { ...judge(predict(earlier, later, penalty)), trained: earlier.length };
}

function predict(learnFrom: readonly LabelledLead[], leads: readonly LabelledLead[], penalty: number): Prediction[] {
  if (learnFrom.length === 0) return [];
  const model = fitLogistic(groupLeads(learnFrom), penalty);
  return leads.map(({ features, won }) => ({ chance: predictChance(model, features), won }));
}

/** Leads with the same features are one row of the fit. */
function groupLeads(leads: readonly LabelledLead[]): OutcomeGroup[] {
  const groups = new Map<string, { features: readonly number[]; count: number; won: number }>();
  for (const { features, won } of leads) {
    const key = features.join();
    const group = groups.get(key) ?? { features, count: 0, won: 0 };
    group.count += 1;
    if (won) group.won += 1;
    groups.set(key, group);
  }
  return [...groups.values()];
}

function judge(predictions: readonly Prediction[]): Validation {
  const measured = measureCalibration(predictions);
  return {
    auc: measureAuc(predictions.map(({ chance, won }) => ({ score: chance, won }))),
    brier: measured?.brier ?? null,
    brierOfBase: measured === null ? null : measured.rate * (1 - measured.rate),
    meanChance: measured?.meanChance ?? null,
    rate: measured?.rate ?? null,
    tested: predictions.length,
  };
}

/** In an order that chance gives. */
function shuffle<Item>(items: readonly Item[], next: () => number): Item[] {
  const order = items.map((item) => ({ item, place: next() }));
  return order.sort((a, b) => a.place - b.place).map(({ item }) => item);
}

/** What a stage can ask of a deal before it comes there. */
export const dealRequirements = ['amount', 'expected-close', 'account', 'contact', 'decision-maker'] as const;
export type DealRequirement = (typeof dealRequirements)[number];

/** How each is called, after "it needs". */
export const requirementLabels: Readonly<Record<DealRequirement, string>> = {
  amount: 'an amount',
  'expected-close': 'an expected close',
  account: 'a company',
  contact: 'a person',
  'decision-maker': 'a decision-maker among its people',
};

/** One stage of the pipeline; `likelihood` is the chance to win from there, 0 to 1, null where nobody says. */
export type PipelineStage = {
  readonly key: string;
  readonly name: string;
  readonly requires: readonly DealRequirement[];
  readonly likelihood: number | null;
};

/** Why deals are lost, and what becomes of their people: they come back after some days, or never. */
export type LossReason = {
  readonly key: string;
  readonly name: string;
  readonly verdict: 'recycle' | 'disqualify';
  /** For `recycle`: after so many days they wake up. */
  readonly sleepDays: number | null;
};

export type Pipeline = { readonly stages: readonly PipelineStage[]; readonly lossReasons: readonly LossReason[] };

export const dealKinds = ['new', 'expansion', 'renewal', 'churn'] as const;
export type DealKind = (typeof dealKinds)[number];

/** Words that say how a deal ended: no stage may be called so. */
export const closedStages = ['won', 'lost'] as const;

/** The pipeline of a workspace that has not made its own. */
export const defaultPipeline: Pipeline = {
  stages: [
    { key: 'discovery', name: 'Discovery', requires: [], likelihood: null },
    { key: 'solution', name: 'Solution', requires: ['contact'], likelihood: null },
    { key: 'proposal', name: 'Proposal', requires: ['amount', 'expected-close'], likelihood: null },
    { key: 'negotiation', name: 'Negotiation', requires: [], likelihood: null },
  ],
  lossReasons: [
    { key: 'no-decision', name: 'No decision', verdict: 'recycle', sleepDays: 90 },
    { key: 'bad-timing', name: 'Wrong time', verdict: 'recycle', sleepDays: 90 },
    { key: 'price', name: 'Price', verdict: 'recycle', sleepDays: 180 },
    { key: 'competitor', name: 'Chose a competitor', verdict: 'recycle', sleepDays: 365 },
    { key: 'missing-function', name: 'Something is missing in the product', verdict: 'recycle', sleepDays: 180 },
    { key: 'no-need', name: 'No need', verdict: 'disqualify', sleepDays: null },
    { key: 'not-a-fit', name: 'Not a fit', verdict: 'disqualify', sleepDays: null },
  ],
};

/** What a pipeline asks after in a deal; `roles` are the buying roles of its people, null for one without. */
export type DealFacts = {
  readonly amount: number | null;
  readonly expectedClose: string | null;
  readonly accountId: string | null;
  readonly roles: readonly (string | null)[];
};

/**
 * What a deal still lacks for a stage, or with null for being won: all that the stages up to there ask for. A stage that the
 * pipeline does not have, as one from a file, asks for nothing.
 *
 * @example
 * listMissing(defaultPipeline, 'proposal', { amount: null, expectedClose: '2026-06-30', accountId: null, roles: ['buyer'] })
 * // ['amount']
 */
export function listMissing({ stages }: Pipeline, stage: string | null, deal: DealFacts): DealRequirement[] {
  const last = stage === null ? stages.length - 1 : stages.findIndex(({ key }) => key === stage);
  const asked = new Set(stages.slice(0, last + 1).flatMap(({ requires }) => requires));
  const has: Record<DealRequirement, boolean> = {
    amount: deal.amount !== null,
    'expected-close': deal.expectedClose !== null,
    account: deal.accountId !== null,
    contact: deal.roles.length > 0,
    'decision-maker': deal.roles.includes('decision-maker'),
  };
  return dealRequirements.filter((one) => asked.has(one) && !has[one]);
}

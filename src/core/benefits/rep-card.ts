import { divide, findMedian } from '../statistics/quantile.ts';
import { type CardFigure, lackFigure, type Range, toEstimate, toFigure, toShare } from './card-figure.ts';

/** Deals of a rep with Marketing's part of each (0 to 1), and the rate of the commission (0 to 1). */
export type CommissionInput = {
  readonly deals: readonly { readonly amount: number; readonly marketingShare: number }[];
  readonly rate: number;
};

/**
 * Commission on won deals, and how much of it is on the part that Marketing brought.
 *
 * @example
 * measureCommission({ deals: [{ amount: 30000, marketingShare: 1 }, { amount: 20000, marketingShare: 0.4 }], rate: 0.08 })
 * // { total: 4000, fromMarketing: 3040 }
 */
export function measureCommission({ deals, rate }: CommissionInput): { total: number; fromMarketing: number } {
  const amount = deals.reduce((sum, deal) => sum + deal.amount, 0);
  const brought = deals.reduce((sum, deal) => sum + deal.amount * deal.marketingShare, 0);
  return { total: amount * rate, fromMarketing: brought * rate };
}

export type QuotaInput = {
  readonly quota: number;
  readonly won: number;
  /** What of it is credited to Marketing. */
  readonly credited: number;
  readonly averageDeal: number;
};

/**
 * How much of the quota is reached, how much of it by Marketing's part, and how many average deals are missing.
 *
 * @example
 * measureQuota({ quota: 150000, won: 90000, credited: 30000, averageDeal: 30000 })
 * // { attainment: 0.6, fromMarketing: 0.2, dealsMissing: 2 }
 * measureQuota({ quota: 0, won: 5, credited: 0, averageDeal: 0 }) // { attainment: null, fromMarketing: null, dealsMissing: 0 }
 */
export function measureQuota({ quota, won, credited, averageDeal }: QuotaInput): {
  attainment: number | null;
  fromMarketing: number | null;
  dealsMissing: number | null;
} {
  return {
    attainment: divide(won, quota),
    fromMarketing: divide(credited, quota),
    dealsMissing: won >= quota ? 0 : divide(quota - won, averageDeal),
  };
}

/** Minutes come from the rep's own time samples: without them there is no figure, and no default. */
export type TimeInput = {
  readonly acceptedLeads: number;
  /** Share of them that came to a conversation, 0 to 1. */
  readonly conversationRate: number;
  readonly minutesPerLead: number;
  readonly rejectedLeads: number;
  readonly minutesPerRejected: number;
};

export type TimeSaved = {
  readonly conversations: number;
  /** What these conversations would have cost by prospecting. */
  readonly grossMinutes: number;
  readonly workedMinutes: number;
  readonly rejectedMinutes: number;
  /** May be below 0: then the leads cost more time than they saved. */
  readonly netMinutes: number;
};

/**
 * Time that leads from Marketing saved a rep.
 *
 * @param minutesToFindOne minutes of prospecting for one conversation
 * @example
 * const input = { acceptedLeads: 22, conversationRate: 0.5, minutesPerLead: 35, rejectedLeads: 8, minutesPerRejected: 6 };
 * measureTimeSaved(input, 95).netMinutes // 227
 * measureTimeSaved(input, 60).netMinutes // -158
 */
export function measureTimeSaved(input: TimeInput, minutesToFindOne: number): TimeSaved {
  const conversations = input.acceptedLeads * input.conversationRate;
  const grossMinutes = conversations * minutesToFindOne;
  const workedMinutes = input.acceptedLeads * input.minutesPerLead;
  const rejectedMinutes = input.rejectedLeads * input.minutesPerRejected;
  return {
    conversations,
    grossMinutes,
    workedMinutes,
    rejectedMinutes,
    netMinutes: grossMinutes - workedMinutes - rejectedMinutes,
  };
}

/** Closed deals of one origin. */
export type OriginRecord = { readonly won: number; readonly lost: number; readonly cycleDays: readonly number[] };

/** What is known of a rep's month; null or absent for what is not. Money in one currency. */
export type RepInput = {
  /** Leads waiting for a first attempt, with what they are expected to be worth. */
  readonly waiting?: readonly { readonly expectedValue: number | null }[] | null;
  readonly commission?: CommissionInput | null;
  readonly quota?: QuotaInput | null;
  readonly time?: (TimeInput & { readonly minutesToFindOne: Range | null }) | null;
  readonly fromMarketing?: OriginRecord | null;
  readonly ownFound?: OriginRecord | null;
  readonly promises?: { readonly kept: number; readonly broken: number } | null;
  readonly protectedLeads?: number | null;
};

export type RepCard = Readonly<
  Record<
    | 'leadsWaiting'
    | 'valueWaiting'
    | 'commission'
    | 'commissionFromMarketing'
    | 'attainment'
    | 'attainmentFromMarketing'
    | 'dealsMissing'
    | 'hoursSaved'
    | 'winRateFromMarketing'
    | 'winRateOwn'
    | 'cycleFromMarketing'
    | 'cycleOwn'
    | 'promisesKept'
    | 'protectedLeads',
    CardFigure
  >
>;

/**
 * What Marketing did for a rep, and what the rep's own record is. Each figure stands for itself: what is not known takes away
 * its figure only, and says so.
 *
 * @example
 * measureRepCard({ promises: { kept: 9, broken: 1 } }).promisesKept.value // 0.9
 * measureRepCard({}).hoursSaved.missing // ['samples of your own time']
 */
export function measureRepCard(input: RepInput): RepCard {
  const { waiting, commission, quota, promises, protectedLeads } = input;
  const earned = commission ? measureCommission(commission) : null;
  const reached = quota ? measureQuota(quota) : null;
  return {
    leadsWaiting: toFigure(waiting?.length ?? null, 'your open leads'),
    valueWaiting: estimateWaitingValue(waiting),
    commission: toFigure(earned?.total ?? null, 'your rate of commission and won deals'),
    commissionFromMarketing: toFigure(earned?.fromMarketing ?? null, 'your rate of commission and credited deals'),
    attainment: toFigure(reached?.attainment ?? null, 'your quota'),
    attainmentFromMarketing: toFigure(reached?.fromMarketing ?? null, 'your quota'),
    dealsMissing: toFigure(reached?.dealsMissing ?? null, 'your quota and won deals'),
    hoursSaved: estimateHoursSaved(input.time),
    winRateFromMarketing: toWinRate(input.fromMarketing, 'closed deals that Marketing brought'),
    winRateOwn: toWinRate(input.ownFound, 'closed deals that you found'),
    cycleFromMarketing: toCycle(input.fromMarketing, 'won deals that Marketing brought'),
    cycleOwn: toCycle(input.ownFound, 'won deals that you found'),
    promisesKept: toShare(
      promises && { count: promises.kept, of: promises.kept + promises.broken },
      'promises that were due',
    ),
    protectedLeads: toFigure(protectedLeads ?? null, 'leads that you found'),
  };
}

function estimateWaitingValue(waiting: RepInput['waiting']): CardFigure {
  const known = waiting?.flatMap(({ expectedValue }) => expectedValue ?? []) ?? [];
  if (known.length === 0) return lackFigure('values of the types of lead in the agreement');
  const value = known.reduce((sum, one) => sum + one, 0);
  return toEstimate({ value, low: null, high: null }, '');
}

function estimateHoursSaved(time: RepInput['time']): CardFigure {
  if (!time?.minutesToFindOne) return lackFigure('samples of your own time');
  const hours = (minutes: number) => measureTimeSaved(time, minutes).netMinutes / 60;
  const { value, low, high } = time.minutesToFindOne;
  return toEstimate(
    { value: hours(value), low: low === null ? null : hours(low), high: high === null ? null : hours(high) },
    'samples of your own time',
  );
}

function toWinRate(record: OriginRecord | null | undefined, missing: string): CardFigure {
  return toShare(record && { count: record.won, of: record.won + record.lost }, missing);
}

function toCycle(record: OriginRecord | null | undefined, missing: string): CardFigure {
  return toFigure(findMedian(record?.cycleDays ?? []), missing);
}

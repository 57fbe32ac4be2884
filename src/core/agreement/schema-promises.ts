import { z } from 'zod';
import { Amount, BusinessTime, Count, CountPer, clause, Duration, Key, Period, Share, When } from './schema-values.ts';

/** The share of its clocks that a promise keeps in a period unless it says otherwise. */
const usualLevel = 0.9;
/** Two attempts closer than this are one. */
const usualApart = 3_600_000;

const clocked = { key: Key, within: BusinessTime, when: When.optional(), level: Share.default(usualLevel) };
const counted = { key: Key, segment: Key.optional(), when: When.optional(), atLeast: Amount, per: Period };

/** What keeps a promise of a first response: trying to reach somebody, or having talked with them. */
export const responses = ['first-attempt', 'first-two-way-contact'] as const;

/** What Sales can promise. */
export const SalesPromise = z.discriminatedUnion('promise', [
  // Without it the first attempt is enough. It has no default that would be written out: signed texts keep their hashes.
  clause({ promise: z.literal('first response'), ...clocked, keptBy: z.enum(responses).optional() }),
  clause({
    promise: z.literal('accept or reject'),
    ...clocked,
    silence: z.enum(['accepted-by-timeout']).default('accepted-by-timeout'),
  }),
  clause({ promise: z.literal('confirm or return'), ...clocked }),
  clause({
    promise: z.literal('attempts'),
    key: Key,
    when: When.optional(),
    atLeast: Count,
    over: BusinessTime,
    channels: Count.default(1),
    apart: Duration.default(usualApart),
    level: Share.default(usualLevel),
  }),
  clause({
    promise: z.literal('hand back after the attempts'),
    key: Key,
    sameRepAgainAfter: Duration.optional(),
    atMostCycles: CountPer.optional(),
  }),
]);
export type SalesPromise = z.infer<typeof SalesPromise>;

/** What Marketing can promise. */
export const MarketingPromise = z.discriminatedUnion('promise', [
  clause({ promise: z.literal('sales-ready leads'), ...counted }),
  clause({ promise: z.literal('expected value of sales-ready leads'), ...counted }),
  clause({ promise: z.literal('required information delivered'), key: Key, atLeast: Share, per: Period }),
  clause({ promise: z.literal('missing information completed'), ...clocked }),
  clause({
    promise: z.literal('rejected with a reason of'),
    key: Key,
    reasons: z.array(Key).min(1).max(50),
    atMost: Share,
    per: Period,
  }),
  clause({ promise: z.literal('every rejection answered'), ...clocked }),
]);
export type MarketingPromise = z.infer<typeof MarketingPromise>;

export type AnyPromise = SalesPromise | MarketingPromise;

export const salesPromiseNames = [
  'first response',
  'accept or reject',
  'confirm or return',
  'attempts',
  'hand back after the attempts',
] as const satisfies readonly SalesPromise['promise'][];

export const marketingPromiseNames = [
  'sales-ready leads',
  'expected value of sales-ready leads',
  'required information delivered',
  'missing information completed',
  'rejected with a reason of',
  'every rejection answered',
] as const satisfies readonly MarketingPromise['promise'][];

/** Which clock runs for a promise; a promise that is not named here is counted per period instead. */
export const clockOfPromise = {
  'first response': 'respond',
  'accept or reject': 'decide',
  'confirm or return': 'qualify',
  attempts: 'attempts',
  'missing information completed': 'complete',
  'every rejection answered': 'answer',
} as const satisfies Partial<Record<AnyPromise['promise'], string>>;

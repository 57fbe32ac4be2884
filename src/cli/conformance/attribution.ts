import { countTransitions } from '../../core/attribution/chain.ts';
import { type ChannelSet, countChannelSets } from '../../core/attribution/channel-sets.ts';
import { creditJourney } from '../../core/attribution/credit.ts';
import { shareByRemoval } from '../../core/attribution/markov.ts';
import { type CreditModel, readModelName, type TouchModel } from '../../core/attribution/model-names.ts';
import type { PathCount } from '../../core/attribution/path.ts';
import { measurePipeline } from '../../core/attribution/pipeline.ts';
import { averageContributions, contributeToRate, contributeToSum } from '../../core/attribution/shapley.ts';
import { allocateMinorUnits } from '../../core/money/allocate.ts';
import { type DatedAmount, type RateBook, sumConverted } from '../../core/money/rates.ts';
import { measureRomi } from '../../core/money/returns.ts';
import { solveByFractions } from './exact-markov.ts';
import { findOperationName, nameOperation, type Operation, type ReferenceCase } from './operation.ts';

const day = 86_400_000;
/** Where a case does not say: the lookback and half-life of the domain. */
const defaults = { lookbackDays: 180, halfLifeDays: 7 };

type CaseAmount = { amount: number; currency: string; date: string; share?: number };
type CaseJourney = {
  model: string;
  touches: { id: string; at: string; channel: string; contact?: string }[];
  conversion_at: string;
  milestones?: Record<string, string | null>;
  committee?: { contacts?: string[]; primary?: string | null };
  level?: 'contact' | 'account';
  lookback_days?: number;
  half_life_days?: number;
  value?: number;
  value_minor?: number;
};

export const operations: Operation[] = [
  {
    name: 'input.model of touches',
    matches: (testCase) => findTouchModel(testCase) !== null,
    run: (input, testCase) => runTouchModel(input as CaseJourney, findTouchModel(testCase) ?? 'linear'),
  },
  nameOperation('input.model', 'markov', runMarkov),
  nameOperation('input.model', 'shapley', runShapley),
  nameOperation('input.op', 'allocate_minor_units', (input: { total_minor: number; shares: number[] }) =>
    allocateMinorUnits(input.total_minor, input.shares),
  ),
  nameOperation('input.op', 'romi', runRomi),
  nameOperation('input.op', 'pipeline', runPipeline),
];

/** The model of a case that shares one journey; Markov and Shapley have cases of another form. */
function findTouchModel(testCase: ReferenceCase): Exclude<TouchModel, 'shapley'> | null {
  const found = findOperationName(testCase);
  const model: CreditModel | null = found?.place === 'input.model' ? readModelName(found.name) : null;
  return model === 'markov' || model === 'shapley' ? null : model;
}

function runTouchModel(input: CaseJourney, model: TouchModel): unknown {
  const { touches, milestones = {}, committee } = input;
  const stamp = (name: string) => readInstant(milestones[name]);
  const contacts = committee?.contacts ?? [];
  const { shares, unattributed } = creditJourney(
    {
      touches: touches.map(({ at, ...touch }) => ({ ...touch, at: Date.parse(at) })),
      endedAt: Date.parse(input.conversion_at),
      stamps: { lead: stamp('LC'), deal: stamp('OC'), won: stamp('CW') },
      committee: committee === undefined ? null : { contacts, primary: committee.primary ?? contacts[0] ?? null },
    },
    {
      model,
      lookback: (input.lookback_days ?? defaults.lookbackDays) * day,
      level: input.level ?? 'account',
      halfLife: (input.half_life_days ?? defaults.halfLifeDays) * day,
    },
  );
  const byChannel = new Map<string, number>();
  touches.forEach(({ channel }, place) => {
    byChannel.set(channel, (byChannel.get(channel) ?? 0) + (shares[place] ?? 0));
  });
  const byTouch = (values: readonly number[]) =>
    Object.fromEntries(touches.map(({ id }, place) => [id, values[place] ?? 0]));
  const { value, value_minor: minor } = input;
  return {
    shares: byTouch(shares),
    by_channel: Object.fromEntries(byChannel),
    unattributed,
    ...(value === undefined ? {} : { values: byTouch(shares.map((share) => share * value)) }),
    ...(minor === undefined ? {} : { minor: byTouch(allocateMinorUnits(minor, shares).minor) }),
  };
}

function readInstant(text: string | null | undefined): number | null {
  return typeof text === 'string' ? Date.parse(text) : null;
}

function runMarkov(input: { paths: PathCount[]; order?: number }, { expected }: ReferenceCase): unknown {
  const { paths, order = 1 } = input;
  const { channels, rate, unattributed } = shareByRemoval(paths, order);
  const column = (value: (channel: (typeof channels)[number]) => number) =>
    Object.fromEntries(channels.map((channel) => [channel.channel, value(channel)]));
  // Fractions are slow: only where they are asked for.
  const asksExact = typeof expected === 'object' && expected !== null && 'exact_shares' in expected;
  return {
    p_conversion: rate,
    removal_effects: column(({ effect }) => effect),
    shares: column(({ share }) => share),
    conversions: column(({ conversions }) => conversions),
    unattributed,
    ...(asksExact ? { exact_shares: findExactShares(paths, order) } : {}),
  };
}

function findExactShares(paths: readonly PathCount[], order: number): unknown {
  const { names, chain } = countTransitions(paths, order);
  const shares = solveByFractions(chain);
  return Object.fromEntries(names.map((name, code) => [name, shares[code]]));
}

type CaseShapley = {
  variant?: 'sum' | 'rate';
  paths?: PathCount[];
  coalition_values?: Record<string, number>;
  samples?: number;
  seed?: number;
};

function runShapley({ variant = 'sum', paths, coalition_values: coalitions }: CaseShapley): unknown {
  if (coalitions !== undefined) return runCoalitions(coalitions, variant);
  const { names, sets } = countChannelSets(paths ?? []);
  const found = variant === 'rate' ? contributeToRate(sets, names.length) : contributeToSum(sets, names.length);
  return writeContribution(names, found);
}

/** `sum`: each value is added by the coalition itself and counts in all around it. Else it is what the coalition is worth. */
function runCoalitions(coalitions: Record<string, number>, variant: 'sum' | 'rate'): unknown {
  const split = (key: string) =>
    (/[^\p{L}\p{N}_]/u.test(key) ? key.split(/[^\p{L}\p{N}_]+/u) : [...key]).filter(Boolean);
  const names = [...new Set(Object.keys(coalitions).flatMap(split))].sort();
  const sets: ChannelSet[] = Object.entries(coalitions).map(([key, conversions]) => ({
    members: split(key).map((name) => names.indexOf(name)),
    conversions,
    journeys: 0,
  }));
  if (variant === 'sum') return writeContribution(names, contributeToSum(sets, names.length));
  const worth = new Float64Array(2 ** names.length);
  for (const { members, conversions } of sets) worth[members.reduce((mask, bit) => mask | (1 << bit), 0)] = conversions;
  const values = averageContributions(worth, names.length);
  const sum = values.reduce((all, value) => all + value, 0);
  return writeContribution(names, { values, worth: sum, shares: values.map((value) => (sum === 0 ? 0 : value / sum)) });
}

function writeContribution(
  names: readonly string[],
  { values, shares, worth }: { values: number[]; shares: number[]; worth: number },
): unknown {
  const column = (list: readonly number[]) => Object.fromEntries(names.map((name, code) => [name, list[code]]));
  return { shapley: column(values), conversions: column(values), shares: column(shares), sum: worth };
}

function runRomi(input: Readonly<Record<string, unknown>>): unknown {
  const { reporting, spend, revenue, gross_margin } = input as {
    reporting: string;
    spend: CaseAmount[];
    revenue: CaseAmount[];
    gross_margin?: number;
  };
  const book: RateBook = { reporting, days: (input[`fx_to_${reporting}`] ?? {}) as RateBook['days'] };
  const spent = sumConverted(spend.map(readAmount), book).sum;
  const earned = sumConverted(revenue.map(readAmount), book).sum;
  const romi = measureRomi({ revenue: earned, spend: spent, margin: gross_margin ?? null });
  return {
    [`spend_${reporting}`]: spent,
    [`attributed_revenue_${reporting}`]: earned,
    romi_revenue: romi.onRevenue,
    romi_margin: romi.onMargin,
  };
}

function readAmount({ date, ...amount }: CaseAmount): DatedAmount {
  return { ...amount, day: date };
}

function runPipeline(input: {
  opportunities: {
    value: number;
    created: string;
    first_touch_team: 'marketing' | 'sales' | null;
    touches: string[];
  }[];
  lookback_days?: number;
}): unknown {
  const found = measurePipeline(
    input.opportunities.map(({ value, created, first_touch_team: firstTeam, touches }) => ({
      value,
      createdAt: Date.parse(created),
      firstTeam,
      marketingAt: touches.map((at) => Date.parse(at)),
    })),
    (input.lookback_days ?? defaults.lookbackDays) * day,
  );
  return {
    created: found.created,
    sourced: found.sourced,
    influenced: found.influenced,
    accelerated: found.accelerated,
    sourced_share: found.sourcedShare,
    influenced_share: found.influencedShare,
    accelerated_share: found.acceleratedShare,
  };
}

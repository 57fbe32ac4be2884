import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import { creditModels } from '../src/core/agreement/schema-clauses.ts';
import { countTransitions } from '../src/core/attribution/chain.ts';
import { countChannelSets } from '../src/core/attribution/channel-sets.ts';
import { creditJourneys } from '../src/core/attribution/credit.ts';
import type { CreditTouch, Journey } from '../src/core/attribution/journey.ts';
import { measureRemoval } from '../src/core/attribution/markov.ts';
import type { TouchModel } from '../src/core/attribution/model-names.ts';
import type { PathCount } from '../src/core/attribution/path.ts';
import { contributeToRate } from '../src/core/attribution/shapley.ts';
import { type Chance, startChance } from '../src/core/statistics/chance.ts';
import { type History, touchFlag } from '../src/history/columns.ts';
import { collectChannelSets, countChain } from '../src/history/count-chain.ts';
import { creditRevenue } from '../src/history/credit-revenue.ts';
import { creditTouches, sumByCode } from '../src/history/credit-touches.ts';

/**
 * Milliseconds for credit by every model, on plain journeys and on columns of touches; Markov with 40 channels by order,
 * Shapley exact and drawn. Beside it the limit of this machine in the same run: one look at each touch of the columns.
 */
const seed = 1;
const day = 86_400_000;
const year = 365 * day;
const settings = { lookback: 180 * day, level: 'account', halfLife: 7 * day, markovOrder: 1 } as const;
const touchModels = creditModels.filter((model): model is TouchModel => model !== 'markov');
const nameChannel = (code: number) => (code === 0 ? 'direct' : `channel-${String(code).padStart(2, '0')}`);

/** Channels are not equally frequent: the k-th is met about 1/k as often as the first. */
function drawChannel(chance: Chance, channels: number): number {
  return Math.min(channels - 1, Math.floor((channels + 1) ** chance.next()) - 1);
}

/** Journeys of 1 to 11 touches, 6 in the mean; one in five is won. */
function makeJourneys(count: number, channels: number): Journey[] {
  const chance = startChance(seed);
  return Array.from({ length: count }, () => {
    const endedAt = year + Math.floor(chance.next() * year);
    const length = chance.whole(1, 11);
    const touches = Array.from({ length }, (_, place): CreditTouch => {
      const at = endedAt - Math.floor(chance.next() * 150 * day);
      return { id: String(place), at, channel: nameChannel(drawChannel(chance, channels)) };
    });
    const [lead, deal] = [endedAt - 90 * day, endedAt - 40 * day];
    const stamps = { lead, deal, won: endedAt };
    return { touches, endedAt, won: chance.next() < 0.2, revenue: chance.whole(1, 5_000_000), stamps, committee: null };
  });
}

function makeHistory(touches: number, channels: number): History {
  const chance = startChance(seed);
  const count = Math.round(touches / 6);
  const offsets = new Uint32Array(count + 1);
  for (let row = 0; row < count; row += 1) offsets[row + 1] = (offsets[row] ?? 0) + chance.whole(1, 11);
  const size = offsets[count] ?? 0;
  const columns = { at: new Float64Array(size), channel: new Uint16Array(size), flags: new Uint8Array(size) };
  columns.flags.fill(touchFlag.primary | touchFlag.member);
  const endedAt = new Float64Array(count);
  for (let row = 0; row < count; row += 1) {
    endedAt[row] = year + Math.floor(chance.next() * year);
    const [begin, end] = [offsets[row] ?? 0, offsets[row + 1] ?? 0];
    for (let place = begin; place < end; place += 1) {
      columns.at[place] = (endedAt[row] ?? 0) - Math.floor(chance.next() * 150 * day);
      columns.channel[place] = drawChannel(chance, channels);
    }
    columns.at.subarray(begin, end).sort();
  }
  const before = (days: number) => endedAt.map((at) => at - days * day);
  return {
    touches: { offsets, ...columns },
    journeys: {
      endedAt,
      won: Uint8Array.from(endedAt, () => Number(chance.next() < 0.2)),
      revenue: new Float64Array(count).fill(100_000),
      lead: before(90),
      deal: before(40),
      closed: endedAt,
    },
    channels: Array.from({ length: channels }, (_, code) => nameChannel(code)),
    direct: 0,
  };
}

/** The fastest of some rounds, so that it is the work that is measured and not the neighbours. */
function measure<Result>(rounds: number, work: () => Result): { milliseconds: number; result: Result } {
  let [best, result] = [Number.POSITIVE_INFINITY, work()];
  for (let round = 0; round < rounds; round += 1) {
    const began = performance.now();
    result = work();
    best = Math.min(best, performance.now() - began);
  }
  return { milliseconds: Math.round(best * 10) / 10, result };
}

const megabytes = () => Math.round(process.memoryUsage().rss / 2 ** 20);

function benchJourneys() {
  const journeys = makeJourneys(100_000, 12);
  const milliseconds = Object.fromEntries(
    creditModels.map((model) => [
      model,
      measure(2, () => creditJourneys(journeys, { ...settings, model })).milliseconds,
    ]),
  );
  const touches = journeys.reduce((sum, journey) => sum + journey.touches.length, 0);
  return { journeys: journeys.length, touches, channels: 12, milliseconds, megabytes: megabytes() };
}

function toPaths(journeys: readonly Journey[]): PathCount[] {
  return journeys.map(({ touches, won }) => ({
    path: touches.toSorted((a, b) => a.at - b.at).map(({ channel }) => channel),
    conversions: Number(won),
    nulls: Number(!won),
  }));
}

function benchMarkov() {
  const paths = toPaths(makeJourneys(100_000, 40));
  return [1, 2, 3].map((order) => {
    const counted = measure(1, () => countTransitions(paths, order));
    const { chain } = counted.result;
    const solved = measure(1, () => measureRemoval(chain));
    const { states, within } = solved.result;
    const exact = states > 600 && states < 2_000 ? measure(0, () => measureRemoval(chain, states)) : solved;
    return {
      ...{ journeys: paths.length, channels: chain.channels, order, states, transitions: chain.from.length, within },
      milliseconds: { count: counted.milliseconds, solve: solved.milliseconds },
      furthestFromExact: Math.max(
        ...solved.result.shares.map((share, code) => Math.abs(share - (exact.result.shares[code] ?? 0))),
      ),
      megabytes: megabytes(),
    };
  });
}

function benchShapley() {
  return [12, 20, 40].map((channels) => {
    const paths = toPaths(makeJourneys(100_000, channels));
    const counted = measure(1, () => countChannelSets(paths));
    const { names, sets } = counted.result;
    const solved = measure(1, () => contributeToRate(sets, names.length));
    return {
      ...{ journeys: paths.length, channels: names.length, sets: sets.length, within: solved.result.within },
      milliseconds: { count: counted.milliseconds, solve: solved.milliseconds },
      megabytes: megabytes(),
    };
  });
}

function benchColumns() {
  const history = makeHistory(2_000_000, 12);
  const { channel, at } = history.touches;
  const linear = creditTouches(history, { ...settings, model: 'linear' }).shares;
  const byModel = touchModels.map((model) => [
    model,
    measure(3, () => sumByCode(creditTouches(history, { ...settings, model }).shares, channel, 12)).milliseconds,
  ]);
  return {
    ...{ touches: at.length, journeys: history.journeys.won.length, channels: 12 },
    milliseconds: {
      ...Object.fromEntries(byModel),
      'linear, revenue to the cent': measure(3, () => creditRevenue(history, linear, channel, 12)).milliseconds,
      'markov, transitions of order 1': measure(3, () => countChain(history, settings, 1)).milliseconds,
      'markov, transitions of order 3': measure(3, () => countChain(history, settings, 3)).milliseconds,
      'shapley, sets of channels': measure(3, () => collectChannelSets(history, settings)).milliseconds,
      'one look at each touch': measure(3, () => sumByCode(at, channel, 12)).milliseconds,
    },
    megabytes: megabytes(),
  };
}

const columns = benchColumns();
const results = { columns, markov: benchMarkov(), shapley: benchShapley(), journeys: benchJourneys() };
const { version } = JSON.parse(readFileSync(path.join(import.meta.dirname, '../package.json'), 'utf8'));
const machine = { cpus: cpus().length, node: process.version };
console.log(JSON.stringify({ bench: 'attribution', version, seed, machine, results }, null, 2));

import type { Ctx } from '../../context.ts';
import { listZoneDays } from '../../core/calendar/day.ts';
import { measurePace } from '../../core/funnel/pace.ts';
import { currencyDigits } from '../../core/money/digits.ts';
import { type GoalTerms, spreadGoal } from '../../core/promises/goal.ts';
import { judgeAmount, judgeRate, leastDecided } from '../../core/promises/judge-promise.ts';
import type { AgreementInForce } from '../agreements/find-agreement.ts';
import { findAgreementVersion } from '../agreements/find-agreement.ts';
import { type Asked, findAsked, findSame, prepareOpenDays } from './find-asked.ts';
import type { PromiseFigure, PromiseReport } from './schema.ts';
import { type AskedPromise, type CaseCount, countCases, sumByDay } from './store.ts';

/** The level of a promise whose clause names none. */
const usualLevel = 0.9;

/** How both departments keep the agreement in force: see the contract. */
export async function reportPromises(
  ctx: Ctx,
  span: { from?: string | undefined; to?: string | undefined },
): Promise<PromiseReport> {
  const asked = await findAsked(ctx, span);
  const asOf = ctx.now.toISOString();
  if (asked === null) return { agreement: null, asOf, data: [] };
  const { id, number, name } = asked.agreement;
  const counts = await countCases(ctx, asked.promises);
  const versions = await loadVersions(ctx, asked, counts);
  const amounts = await measureAmounts(ctx, asked);
  const data = asked.promises.flatMap((promise, place) => {
    const own = counts.filter((row) => row.place === place);
    const amount = amounts.get(place);
    if (amount !== undefined) return [sayAmount(asked, promise, amount, toParts(promise, own, versions))];
    const sides = new Set([promise.department, ...own.map(({ department }) => department)]);
    return [...sides].map((department) =>
      sayShare(
        asked,
        { ...promise, department },
        toParts(
          promise,
          own.filter((row) => row.department === department),
          versions,
        ),
      ),
    );
  });
  return { agreement: { id, number, name, currency: asked.agreement.agreement.currency }, asOf, data };
}

type Parts = PromiseFigure['parts'];

/** Clocks may be under a version that was no longer in force when they began. */
async function loadVersions(ctx: Ctx, asked: Asked, counts: readonly CaseCount[]) {
  const versions = new Map<string, AgreementInForce>(
    asked.promises.flatMap((one) => one.versions.map(({ version }) => [version.id, version] as const)),
  );
  for (const id of new Set(counts.map(({ versionId }) => versionId))) {
    const version = versions.get(id) ?? (await findAgreementVersion(ctx, id));
    if (version !== null) versions.set(id, version);
  }
  return versions;
}

function toParts(
  { clause, promise }: AskedPromise,
  rows: readonly CaseCount[],
  versions: ReadonlyMap<string, AgreementInForce>,
): Parts {
  return [...Map.groupBy(rows, ({ versionId }) => versionId)]
    .map(([versionId, own]) => {
      const version = versions.get(versionId);
      const count = (state: CaseCount['state']) => own.find((row) => row.state === state)?.n ?? 0;
      const same = version && findSame(version.agreement, clause, promise);
      return {
        ...{ versionId, number: version?.number ?? 0, target: findLevel(same ?? promise) },
        ...{ kept: count('kept'), broken: count('broken'), running: count('running') },
      };
    })
    .sort((a, b) => a.number - b.number);
}

/** The share of cases to keep; null for an amount. Of rejections the agreement says how many there may be at most. */
function findLevel(promise: AskedPromise['promise']): number | null {
  switch (promise.promise) {
    case 'sales-ready leads':
    case 'expected value of sales-ready leads':
      return null;
    case 'rejected with a reason of':
      return promise.atMost;
    case 'required information delivered':
      return promise.atLeast;
    case 'hand back after the attempts':
      return usualLevel;
    default:
      return promise.level;
  }
}

const sum = (parts: Parts, name: 'kept' | 'broken' | 'running') => parts.reduce((total, part) => total + part[name], 0);

function frame({ zone }: Asked, promise: AskedPromise, parts: Parts) {
  return {
    ...{ clause: promise.clause, promise: promise.promise.promise, department: promise.department },
    ...{ sentence: promise.sentence, per: promise.per, period: { ...promise.days, zone }, parts },
    ...{ kept: sum(parts, 'kept'), broken: sum(parts, 'broken'), running: sum(parts, 'running'), needed: leastDecided },
  };
}

function sayShare(asked: Asked, promise: AskedPromise, parts: Parts): PromiseFigure {
  const atMost = promise.promise.promise === 'rejected with a reason of';
  const keep = (target: number | null) => (atMost ? 1 - (target ?? 0) : (target ?? usualLevel));
  const judged = judgeRate(parts.map((part) => ({ ...part, level: keep(part.target) })));
  const { rate, low, high, decided, verdict } = judged;
  const turn = (share: number | null) => (share === null ? null : 1 - share);
  return {
    ...frame(asked, promise, parts),
    ...{ measure: 'share', direction: atMost ? 'at-most' : 'at-least', target: findLevel(promise.promise) ?? 0 },
    ...(atMost ? { delivered: turn(rate), low: turn(high), high: turn(low) } : { delivered: rate, low, high }),
    ...{ decided, verdict, pace: null },
  };
}

type Amount = { measure: 'count' | 'value'; isOver: boolean; goal: number; pace: ReturnType<typeof measurePace> };

function sayAmount(asked: Asked, promise: AskedPromise, amount: Amount, parts: Parts): PromiseFigure {
  const { measure, goal, isOver, pace } = amount;
  const { workingDays, elapsed, goalToDate, delta, projected, requiredPerDay, line, actual } = pace;
  return {
    ...frame(asked, promise, parts),
    ...{ measure, direction: 'at-least', target: goal, delivered: actual, low: null, high: null },
    decided: sum(parts, 'kept'),
    verdict: judgeAmount(goal, pace, isOver),
    pace: { workingDays, elapsed, goalToDate, delta, projected, requiredPerDay, line: [...line] },
  };
}

/** Promises about an amount in a period, by their place in the list: the goal by working days, and what came day by day. */
async function measureAmounts(ctx: Ctx, asked: Asked): Promise<Map<number, Amount>> {
  const places = asked.promises.flatMap((one, place) =>
    findLevel(one.promise) === null ? [{ place, asked: one, days: listDaysOf(asked.zone, one) }] : [],
  );
  const rows = await sumByDay(
    ctx,
    places.map((one) => ({ ...one.asked, starts: one.days.map(({ from }) => new Date(from)) })),
  );
  const amounts = new Map<number, Amount>();
  for (const [at, { place, asked: promise, days }] of places.entries()) {
    const measure = promise.promise.promise === 'sales-ready leads' ? ('count' as const) : ('value' as const);
    const scale = measure === 'count' ? 1 : 10 ** currencyDigits(asked.agreement.agreement.currency);
    const termsOn = await prepareTerms(promise, days, scale);
    const { goal, days: weights } = spreadGoal(promise.days, termsOn);
    const came = new Map(
      rows.flatMap(({ place: of, day, n, value }) =>
        of === at ? [[days[day - 1]?.day ?? promise.days.from, measure === 'count' ? n : value] as const] : [],
      ),
    );
    const pace = measurePace(goal, weights, came, asked.today);
    amounts.set(place, { measure, goal, isOver: asked.today >= promise.days.to, pace });
  }
  return amounts;
}

function listDaysOf(zone: string, { days }: AskedPromise) {
  const count = Math.round((Date.parse(days.to) - Date.parse(days.from)) / 86_400_000);
  return listZoneDays(zone, days.from, count);
}

/** A day belongs to the version that is in force at its end; days to come to the one in force now. */
async function prepareTerms(
  { versions, days: span }: AskedPromise,
  days: readonly { day: string; until: number }[],
  scale: number,
): Promise<(day: string) => GoalTerms | null> {
  const ends = new Map(days.map(({ day, until }) => [day, until - 1]));
  const terms = await Promise.all(
    versions.map(async ({ version, inForceTo, promise }) => ({
      ...{ from: version.inForceFrom.getTime(), to: inForceTo ?? Number.POSITIVE_INFINITY },
      amount: 'per' in promise && 'atLeast' in promise ? promise.atLeast * scale : 0,
      per: 'per' in promise ? promise.per : ('month' as const),
      isOpen: await prepareOpenDays(version.agreement, span),
    })),
  );
  return (day) => {
    const end = ends.get(day) ?? 0;
    return terms.findLast(({ from, to }) => from <= end && end < to) ?? null;
  };
}

import { findHolidays } from '../../connectors/holidays.ts';
import type { Ctx } from '../../context.ts';
import type { Period } from '../../core/agreement/amount.ts';
import type { Agreement } from '../../core/agreement/schema.ts';
import { type AnyPromise, clockOfPromise } from '../../core/agreement/schema-promises.ts';
import { createDayReader, listZoneDays } from '../../core/calendar/day.ts';
import { spansOn } from '../../core/calendar/hours.ts';
import { BatonError } from '../../core/errors.ts';
import type { ClockKind } from '../../core/handoff/clock-effects.ts';
import { type Days, findPeriod } from '../../core/promises/period.ts';
import type { AgreementInForce } from '../agreements/find-agreement.ts';
import { findAgreementInForce, findAgreementVersion } from '../agreements/find-agreement.ts';
import { findRelayInForce } from '../agreements/find-relay.ts';
import { readWorkspace } from '../workspaces/read-workspace.ts';
import { type AskedPromise, listVersionsWithin } from './store.ts';

export type Asked = {
  readonly agreement: AgreementInForce;
  readonly zone: string;
  readonly today: string;
  readonly promises: readonly AskedPromise[];
};

type Span = { from?: string | undefined; to?: string | undefined };
/** More than this is no span of an agreement. */
const mostDays = 1_100;

/** The promises of the agreement in force with the span of each; null while none is in force. */
export async function findAsked(ctx: Ctx, span: Span): Promise<Asked | null> {
  const given = readSpan(span);
  const agreement = await findAgreementInForce(ctx);
  const relay = await findRelayInForce(ctx);
  if (agreement === null || relay === null) return null;
  const zone = agreement.agreement.calendar?.timezone ?? (await readWorkspace(ctx)).zone;
  const today = createDayReader(zone)(ctx.now.getTime());
  const promises = listOwed(agreement.agreement).map(({ list, promise }) => {
    const per = findPer(agreement.agreement, promise);
    const days = given ?? findPeriod(per, today);
    const clause = `${list}.${promise.key}`;
    return {
      ...{ clause, key: promise.key, promise, per, days, kind: findKind(promise) },
      department: list === 'salesCommits' ? ('sales' as const) : ('marketing' as const),
      sentence: relay.sentences.get(clause) ?? '',
      from: new Date(listZoneDays(zone, days.from, 1)[0]?.from ?? 0),
      until: new Date(listZoneDays(zone, days.to, 1)[0]?.from ?? 0),
    };
  });
  if (promises.length === 0) return { agreement, zone, today, promises: [] };
  const rows = await listVersionsWithin(
    ctx,
    new Date(Math.min(...promises.map(({ from }) => from.getTime()))),
    new Date(Math.max(...promises.map(({ until }) => until.getTime()))),
  );
  const versions = await Promise.all(
    rows.map(async ({ id, inForceTo }) => ({ version: await findAgreementVersion(ctx, id), inForceTo })),
  );
  return {
    ...{ agreement, zone, today },
    promises: promises.map((asked) => ({
      ...asked,
      versions: versions.flatMap(({ version, inForceTo }) => {
        const promise = version === null ? undefined : findSame(version.agreement, asked.clause, asked.promise);
        return version === null || promise === undefined
          ? []
          : [{ version, inForceTo: inForceTo?.getTime() ?? null, promise }];
      }),
    })),
  };
}

/** The same promise in another version; one that has the key and promises something else is another promise. */
export function findSame(agreement: Agreement, clause: string, like: AnyPromise): AnyPromise | undefined {
  return listOwed(agreement).find(
    ({ list, promise }) => `${list}.${promise.key}` === clause && promise.promise === like.promise,
  )?.promise;
}

/** Whether something is open on a day by the calendar of an agreement; without one every day is a working day. */
export async function prepareOpenDays({ calendar }: Agreement, { from, to }: Days): Promise<(day: string) => boolean> {
  if (calendar === undefined) return () => true;
  const { timezone: zone, hours, holidays, closed, days } = calendar;
  const free = new Set<string>();
  for (let year = Number(from.slice(0, 4)) - 1; holidays !== null && year <= Number(to.slice(0, 4)) + 1; year += 1) {
    for (const { day } of (await findHolidays(holidays, year)) ?? []) free.add(day);
  }
  return (day) => spansOn({ zone, hours, holidays, closed, days }, free, day).length > 0;
}

function readSpan({ from, to }: Span): Days | null {
  if (from === undefined && to === undefined) return null;
  if (from === undefined || to === undefined || from >= to) {
    throw new BatonError('invalid', 'report.no-span', 'Name the first day and the day after the last one, or neither.');
  }
  if (Date.parse(to) - Date.parse(from) > mostDays * 86_400_000) {
    throw new BatonError('invalid', 'report.too-long', `This report has at most ${mostDays} days. Ask for fewer days.`);
  }
  return { from, to };
}

function listOwed({ marketingCommits, salesCommits }: Agreement) {
  return [
    ...marketingCommits.map((promise) => ({ list: 'marketingCommits' as const, promise: promise as AnyPromise })),
    ...salesCommits.map((promise) => ({ list: 'salesCommits' as const, promise: promise as AnyPromise })),
  ];
}

function findKind({ promise }: AnyPromise): ClockKind | null {
  return promise in clockOfPromise ? clockOfPromise[promise as keyof typeof clockOfPromise] : null;
}

/** A promise with a clock is kept or missed in the period of the consequence that names it, else in a month. */
function findPer({ consequences }: Agreement, promise: AnyPromise): Period {
  if ('per' in promise) return promise.per;
  return consequences.find(({ when }) => when.promise === promise.promise)?.when.per ?? 'month';
}

import { Temporal } from 'temporal-polyfill';
import type { Chance } from '../statistics/chance.ts';
import { arrivals, pages } from './words.ts';

/** One touch of the sample; `at` in epoch milliseconds. */
export type DemoTouch = {
  at: number;
  kind: string;
  name: string | null;
  path: string | null;
  form: string | null;
  campaign: string | null;
  source: string | null;
  medium: string | null;
  /** It began a visit: the others came from a page of the same site. */
  landing: boolean;
};

export type JourneyTerms = {
  /** How much the person wants it; 1 is usual. */
  drive: number;
  zone: string;
  /** Between which instants they may begin, epoch milliseconds; nothing happens from `until` on. */
  from: number;
  until: number;
};

const day = 86_400_000;
const minute = 60_000;
/** Days between two visits of the same person, on average. */
const restDays = 11;
const mostVisits = 40;

/** What a visit may end with, the more likely the more somebody wants it: kind, form or name, chance at a drive of 1. */
const endings = [
  { kind: 'form-submitted', form: 'newsletter', chance: 0.06 },
  { kind: 'content-downloaded', form: null, chance: 0.05 },
  { kind: 'webinar-registered', form: null, chance: 0.035 },
  { kind: 'form-submitted', form: 'roi-calculator', chance: 0.02 },
  { kind: 'form-submitted', form: 'demo-request', chance: 0.018 },
] as const;

/**
 * What one person does over months: visits at working hours of their zone, each begun from somewhere, pages, and now and then
 * a form, a download, a webinar; e-mails are clicked once there is an address. In order of time.
 *
 * @example
 * makeJourney(startChance(1), { drive: 1, zone: 'UTC', from: 0, until: 0 }) // []
 */
export function makeJourney(chance: Chance, terms: JourneyTerms): DemoTouch[] {
  const { drive, zone, from, until } = terms;
  const touches: DemoTouch[] = [];
  // A business that grows: more people begin late than early.
  let at = from + Math.sqrt(chance.next()) * (until - from);
  let isKnown = false;
  for (let visit = 0; visit < mostVisits; visit += 1) {
    const begins = atWork(chance, at, zone);
    if (begins >= until) break;
    const made = makeVisit(chance, begins, drive, isKnown);
    touches.push(...made.touches);
    isKnown ||= made.converted;
    // The more somebody wants it, the likelier they come again.
    if (chance.next() > 0.62 + 0.2 * Math.min(1, drive - 0.3)) break;
    at = begins + chance.wait(restDays * day) + day / 4;
  }
  return touches.filter((touch) => touch.at < until).sort((a, b) => a.at - b.at);
}

function makeVisit(
  chance: Chance,
  begins: number,
  drive: number,
  isKnown: boolean,
): { touches: DemoTouch[]; converted: boolean } {
  const touches: DemoTouch[] = [];
  const campaign = makeCampaign(begins);
  const arrival = chance.weighted(arrivals.map((one) => [one, one.weight] as const));
  const isClicked = isKnown && chance.next() < 0.25;
  const origin = isClicked
    ? { source: 'newsletter', medium: 'email', campaign }
    : { source: arrival.source, medium: arrival.medium, campaign: arrival.campaign ? campaign : null };
  const add = (after: number, kind: string, more: Partial<DemoTouch>) =>
    touches.push({ ...blank, at: begins + after, kind, ...more });
  if (isClicked) add(0, 'email-clicked', { name: campaign, campaign });
  let passed = minute / 2;
  const count = chance.whole(1, 5);
  for (let page = 0; page < count; page += 1) {
    add(passed, 'page-viewed', { path: chance.weighted(pages), ...(page === 0 ? { ...origin, landing: true } : {}) });
    passed += Math.round(chance.wait(1.5 * minute)) + 5_000;
  }
  const ending = endings.find((one) => chance.next() < one.chance * drive);
  if (ending === undefined) return { touches, converted: false };
  add(passed, ending.kind, { form: ending.form, name: ending.form === null ? campaign : null });
  if (ending.kind === 'webinar-registered' && chance.next() < 0.45) {
    add(passed + 7 * day, 'webinar-attended', { name: campaign });
  }
  return { touches, converted: true };
}

const blank = {
  name: null,
  path: null,
  form: null,
  campaign: null,
  source: null,
  medium: null,
  landing: false,
} as const;

/**
 * An instant of the same day at which people of the zone work, seldom at weekends; epoch milliseconds.
 *
 * @example
 * atWork(startChance(1), Date.UTC(2026, 5, 1), 'UTC') >= Date.UTC(2026, 5, 1, 8) // true
 */
export function atWork(chance: Chance, at: number, zone: string): number {
  const local = Temporal.Instant.fromEpochMilliseconds(Math.floor(at)).toZonedDateTimeISO(zone);
  const isWeekend = local.dayOfWeek >= 6;
  const workday = isWeekend && chance.next() < 0.85 ? local.add({ days: 8 - local.dayOfWeek }) : local;
  const hour = chance.weighted(hours);
  return workday.with({ hour, minute: chance.whole(0, 59), second: chance.whole(0, 59), millisecond: 0 })
    .epochMilliseconds;
}

const hours = [
  [8, 6],
  [9, 12],
  [10, 14],
  [11, 13],
  [12, 6],
  [13, 8],
  [14, 12],
  [15, 12],
  [16, 10],
  [17, 5],
  [20, 3],
  [22, 1],
] as const;

/**
 * The campaign of the quarter in which an instant lies, which has a theme of its own.
 *
 * @param at epoch milliseconds
 * @example
 * makeCampaign(Date.UTC(2026, 5, 1)) // '2026-q2-one-plan'
 */
export function makeCampaign(at: number): string {
  const date = new Date(at);
  const quarter = Math.floor(date.getUTCMonth() / 3);
  const theme = ['benchmark', 'one-plan', 'peak-season', 'year-end'][quarter] ?? 'benchmark';
  return `${date.getUTCFullYear()}-q${quarter + 1}-${theme}`;
}

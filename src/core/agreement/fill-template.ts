import { Temporal } from 'temporal-polyfill';
import type { WorkingHours } from '../calendar/schema.ts';
import { readAgreement } from './read-agreement.ts';
import type { Agreement } from './schema.ts';
import { fullTemplate } from './template-full.ts';
import { minimalTemplate } from './template-minimal.ts';
import { editAgreementText } from './write-agreement.ts';

/** Texts to begin an agreement from. */
export const templates = { minimal: minimalTemplate, full: fullTemplate } as const;
export type TemplateName = keyof typeof templates;

/** What the first agreement takes from the workspace. */
export type TemplateFacts = {
  name: string;
  /** ISO 4217. */
  currency: string;
  calendar: WorkingHours;
  /** Key of the team that gets the leads. */
  team: string;
  now: Date;
};

/** A review is due this long after the agreement begins: long enough to see a quarter. */
const reviewAfter = { months: 3 };

/**
 * The YAML text of a template, filled in for a workspace: its name, currency, calendar and team. Its term begins on the
 * day of `now` in the calendar's zone, its figures carry that date.
 *
 * @example
 * const calendar = { zone: 'Europe/Berlin', hours: { mon: ['09:00-17:00'] }, holidays: 'DE-BE', closed: [], days: {} };
 * const facts = { name: 'Acme', currency: 'USD', calendar, team: 'sales', now: new Date('2026-03-02T09:00:00Z') };
 * fillTemplate('minimal', facts).includes('currency: USD') // true
 */
export function fillTemplate(template: TemplateName, facts: TemplateFacts): string {
  const text = templates[template];
  const { agreement } = readAgreement(text);
  if (agreement === null) throw new Error(`The template "${template}" cannot be read.`);
  return editAgreementText(text, fillAgreement(agreement, facts));
}

function fillAgreement(agreement: Agreement, { name, currency, calendar, team, now }: TemplateFacts): Agreement {
  const { zone, hours, holidays, closed, days } = calendar;
  const from = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone).toPlainDate();
  return {
    ...agreement,
    name,
    currency,
    term: { ...agreement.term, from: from.toString(), review: from.add(reviewAfter).toString() },
    calendar: { timezone: zone, hours, holidays, closed, days },
    leadValues: agreement.leadValues.map((value) => ({ ...value, asOf: from.toString() })),
    routing: agreement.routing.map((rule) => (rule.to.kind === 'team' ? { ...rule, to: { ...rule.to, team } } : rule)),
  };
}

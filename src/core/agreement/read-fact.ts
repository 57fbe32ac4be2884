import { Temporal } from 'temporal-polyfill';
import type { CatalogueField } from './catalogue.ts';
import type { CustomFacts, Facts, FactValue, TouchFacts } from './facts.ts';
import { toCamelCase } from './key-case.ts';

const day = 86_400_000;

/**
 * The value of a field. Touch fields need the touch; days since the last touch are whole days until `facts.at`, never
 * below 0.
 *
 * @example
 * const facts = { at: 0, contact: { title: 'COO' }, derived: {}, touches: [] };
 * readFact({ name: 'contact.title', type: 'text', label: 'job title' }, facts) // 'COO'
 */
export function readFact(field: CatalogueField, facts: Facts, touch?: TouchFacts): FactValue {
  const dot = field.name.indexOf('.');
  const [prefix, name] = [field.name.slice(0, Math.max(dot, 0)), field.name.slice(dot + 1)];
  switch (prefix) {
    case 'contact':
      return readMember(facts.contact, name, field.key);
    case 'account':
      return readMember(facts.account, name, field.key);
    case 'deal':
      return readMember(facts.deal, name);
    case 'confirm':
      return readMember(facts.confirm, name);
    case 'touch':
      return readMember(touch, name, field.key);
    case 'consent':
      return readConsent(facts.contact.consent ?? {}, field.key ?? '');
    default:
      return readDerived(field.name, facts);
  }
}

function readDerived(name: string, facts: Facts): FactValue {
  const { derived } = facts;
  switch (name) {
    case 'grade.fit':
      return derived.grade?.slice(0, 1);
    case 'grade.engagement':
      return derived.grade?.slice(1);
    case 'touches.count':
      return derived.touchCount ?? facts.touches.length;
    case 'days_since_last_touch':
      return derived.lastTouchAt == null ? null : Math.max(0, Math.floor((facts.at - derived.lastTouchAt) / day));
    default:
      return readMember(derived, name);
  }
}

/**
 * The mailbox class that an e-mail field was given by the identity rules.
 *
 * @example
 * const facts = { at: 0, contact: { mailbox: 'free' }, derived: {}, touches: [] };
 * readMailbox({ name: 'contact.email', type: 'email', label: '' }, facts) // 'free'
 */
export function readMailbox(field: CatalogueField, facts: Facts): string | null | undefined {
  return field.name === 'contact.email' ? facts.contact.mailbox : undefined;
}

/**
 * The number by which amounts, days and instants are compared: a number as it is, of a day its first instant in the zone,
 * of an instant written as `2026-10-01T08:00:00.000Z` its epoch milliseconds; null when it is none of these.
 *
 * @example
 * readAmount({ name: 'contact.created_at', type: 'instant', label: '' }, '1970-01-01T00:00:01.000Z', 'UTC') // 1000
 */
export function readAmount(field: CatalogueField, value: FactValue, zone: string): number | null {
  if (typeof value === 'number') return Number.isNaN(value) ? null : value;
  if (typeof value !== 'string') return null;
  if (field.type === 'date') return readDate(value, zone);
  return field.type === 'instant' ? readInstant(value) : null;
}

/**
 * The first instant of a day in a zone, epoch milliseconds; null when it is no day written as `YYYY-MM-DD`.
 *
 * @example
 * readDate('1970-01-02', 'UTC') // 86400000
 */
export function readDate(value: string, zone: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return null;
  try {
    return Temporal.PlainDate.from(value).toZonedDateTime(zone).epochMilliseconds;
  } catch {
    return null;
  }
}

function readInstant(value: string): number | null {
  const instant = new Date(value);
  return Number.isNaN(instant.getTime()) || instant.toISOString() !== value ? null : instant.getTime();
}

function readConsent(consent: NonNullable<Facts['contact']['consent']>, purpose: string): FactValue {
  return (Object.hasOwn(consent, purpose) ? consent[purpose] : null) ?? 'unknown';
}

type FactRecord = { custom?: CustomFacts; prop?: CustomFacts };

/** Facts are records whose names are those of the fields in camelCase; their values are fact values by `Facts`. */
function readMember(record: object | null | undefined, name: string, key?: string): FactValue {
  if (record === null || record === undefined) return;
  if (key !== undefined) {
    const { custom, prop } = record as FactRecord;
    const own = custom ?? prop ?? {};
    return Object.hasOwn(own, key) ? own[key] : undefined;
  }
  return (record as Record<string, FactValue>)[toCamelCase(name)];
}

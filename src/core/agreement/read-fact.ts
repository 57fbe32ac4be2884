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
      return facts.contact.consent?.[field.key ?? ''] ?? 'unknown';
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
 * The first instant of a day in a zone, epoch milliseconds; null when it is no day.
 *
 * @example
 * readDate('1970-01-02', 'UTC') // 86400000
 */
export function readDate(value: FactValue, zone: string): number | null {
  if (typeof value !== 'string') return typeof value === 'number' ? value : null;
  try {
    return Temporal.PlainDate.from(value).toZonedDateTime(zone).epochMilliseconds;
  } catch {
    return null;
  }
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

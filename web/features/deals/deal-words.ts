/** Words of deals, and the amounts that people type. */
import type { DealKind, DealRequirement } from '../../../src/core/deals/pipeline.ts';
import { currencyDigits } from '../../../src/core/money/digits.ts';
import { getAccountTimeline } from '../../../src/features/accounts/schema.ts';
import { getContact, getContactTimeline, listContacts } from '../../../src/features/contacts/schema.ts';
import { type Deal, getBoard, getDeal, getDealTimeline, listDeals } from '../../../src/features/deals/schema.ts';
import { getHandoff, listHandoffs } from '../../../src/features/handoffs/schema.ts';

export const kindNames: Record<DealKind, string> = {
  new: 'New business',
  expansion: 'Expansion',
  renewal: 'Renewal',
  churn: 'Churn',
};
export const kindChoices = Object.entries(kindNames).map(([value, label]) => ({ value, label }));

export const statusNames: Record<Deal['status'], string> = { open: 'Open', won: 'Won', lost: 'Lost' };

export const requirementNames: Record<DealRequirement, string> = {
  amount: 'Amount',
  'expected-close': 'Expected close',
  account: 'Company',
  contact: 'A person',
  'decision-maker': 'A decision-maker',
};

/** What a change of a deal may change besides: its people, their handoffs, and what is told of them. */
export const dealReads = [
  ...[listDeals, getBoard, getDeal, getDealTimeline],
  ...[getContact, listContacts, getContactTimeline, getAccountTimeline, getHandoff, listHandoffs],
];

/**
 * An amount as somebody types it, in minor units; null for what is none. The last of points and commas divides off the
 * decimals, unless three digits follow it or it comes twice.
 *
 * @example
 * readAmount('90.000,50', 'EUR') // 9000050
 */
export function readAmount(typed: string, currency: string): number | null {
  const clean = typed.replace(/[\s’'\u00a0\u202f]/g, '');
  if (!/^\d[\d.,]*$/.test(clean)) return null;
  const last = Math.max(clean.lastIndexOf('.'), clean.lastIndexOf(','));
  const mark = clean[last] ?? '';
  const digits = currencyDigits(currency);
  const behind = last === -1 ? '' : clean.slice(last + 1);
  const other = mark === ',' ? '.' : ',';
  const isDecimal = last !== -1 && clean.split(mark).length === 2 && (behind.length !== 3 || clean.includes(other));
  const whole = (isDecimal ? clean.slice(0, last) : clean).replace(/[.,]/g, '');
  if (isDecimal && behind.length > digits) return null;
  const minor = Number(`${whole}${(isDecimal ? behind : '').padEnd(digits, '0')}`);
  return Number.isSafeInteger(minor) && minor <= 9e14 ? minor : null;
}

/**
 * An amount as a field shows it for typing.
 *
 * @example
 * writeAmount({ minor: 9000050, currency: 'EUR' }) // '90000.50'
 */
export function writeAmount(money: { minor: number; currency: string } | null): string {
  if (money === null) return '';
  const digits = currencyDigits(money.currency);
  const text = (money.minor / 10 ** digits).toFixed(digits);
  return digits > 0 ? text.replace(/\.0+$/, '') : text;
}

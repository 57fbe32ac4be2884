import type { ConditionLeaf } from './condition.ts';
import { findField } from './fields.ts';
import { sayKey } from './sentence-words.ts';

/** A touch of each kind as a noun, with its article. */
const nouns: Record<string, string> = {
  'page-viewed': 'a page view',
  'screen-viewed': 'a screen view',
  'form-submitted': 'a form sent to us',
  'email-delivered': 'an e-mail delivered',
  'email-opened': 'an e-mail opened',
  'email-clicked': 'a click in an e-mail',
  'email-bounced': 'a bounced e-mail',
  unsubscribed: 'an unsubscription',
  'webinar-registered': 'a registration for a webinar',
  'webinar-attended': 'a webinar attended',
  'content-downloaded': 'a download',
  'meeting-booked': 'a booked meeting',
  event: 'an event',
  call: 'a call',
  'email-sent': 'an e-mail from Sales',
  'email-replied': 'a reply by e-mail',
  meeting: 'a meeting',
  'social-message': 'a social message',
};

/** A touch of a kind as something that the contact did. */
const deeds: Record<string, string> = {
  'page-viewed': 'it viewed a page',
  'screen-viewed': 'it viewed a screen',
  'form-submitted': 'it sent a form',
  'email-opened': 'it opened an e-mail',
  'email-clicked': 'it clicked in an e-mail',
  unsubscribed: 'it unsubscribed',
  'webinar-registered': 'it registered for a webinar',
  'webinar-attended': 'it attended a webinar',
  'content-downloaded': 'it downloaded something',
  'meeting-booked': 'it booked a meeting',
  'email-replied': 'it replied by e-mail',
};

/**
 * @example
 * sayTouchKind('page-viewed') // 'a page view'
 */
export function sayTouchKind(kind: string): string {
  return nouns[kind] ?? `a touch of the kind "${sayKey(kind)}"`;
}

/**
 * The comparisons of one touch in a sentence about its contact.
 *
 * @example
 * sayTouch([{ field: 'touch.form', op: 'equals', value: 'trial' }], () => '') // 'it sent the form "trial"'
 */
export function sayTouch(leaves: readonly ConditionLeaf[], sayComparison: (leaf: ConditionLeaf) => string): string {
  const [only] = leaves;
  if (leaves.length === 1 && only?.field === 'touch.form' && only.op === 'equals') {
    // The form that a tracked "Demo Requested" becomes in every workspace.
    if (only.value === 'demo-request') return 'it asked for a demo';
    return `it sent the form "${sayKey(String(only.value))}"`;
  }
  if (leaves.length === 1 && only?.field === 'touch.path' && only.op === 'starts-with') {
    return `it viewed a page under ${only.value}`;
  }
  const kind = leaves.find(isKind);
  if (kind && leaves.length === 1) return deeds[String(kind.value)] ?? `it has ${sayTouchKind(String(kind.value))}`;
  const { noun, rest } = sayTouchOf(kind ? String(kind.value) : undefined, leaves, sayComparison);
  return `it has ${noun}${rest}`;
}

/**
 * A touch of a kind as a noun, and what its comparisons add to it.
 *
 * @example
 * sayTouchOf('page-viewed', [{ field: 'touch.path', op: 'starts-with', value: '/pricing' }], () => '')
 * // { noun: 'a page view', rest: ' under /pricing' }
 */
export function sayTouchOf(
  kind: string | undefined,
  leaves: readonly ConditionLeaf[],
  sayComparison: (leaf: ConditionLeaf) => string,
): { noun: string; rest: string } {
  const first = leaves.find(isKind);
  const others = leaves.filter((leaf) => leaf !== first || kind !== String(leaf.value));
  const rest = others.map((leaf) => {
    if (leaf.field === 'touch.path' && leaf.op === 'starts-with') return ` under ${leaf.value}`;
    const field = findField(leaf.field);
    const unknown = `"${sayKey(leaf.field.replace(/^touch\./, ''))}"`;
    const label = field?.key === undefined ? (field?.label ?? unknown) : `"${sayKey(field.key)}"`;
    return ` whose ${label} ${sayComparison(leaf)}`;
  });
  return { noun: kind === undefined ? 'a touch' : sayTouchKind(kind), rest: rest.join(' and') };
}

function isKind({ field, op }: ConditionLeaf): boolean {
  return field === 'touch.kind' && op === 'equals';
}

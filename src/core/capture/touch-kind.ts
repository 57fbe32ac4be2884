import { foldText } from '../text.ts';

/** What a tracked event becomes: a kind of touch and, where the event says it by its name alone, the form. */
export type EventKind = { readonly kind: string; readonly form?: string };

/** Events that are known by name, compared folded; any other stays an event with its name. */
const known: ReadonlyMap<string, EventKind> = new Map([
  ['form submitted', { kind: 'form-submitted' }],
  ['demo requested', { kind: 'form-submitted', form: 'demo-request' }],
  ['email delivered', { kind: 'email-delivered' }],
  ['email opened', { kind: 'email-opened' }],
  ['email link clicked', { kind: 'email-clicked' }],
  ['email clicked', { kind: 'email-clicked' }],
  ['email bounced', { kind: 'email-bounced' }],
  ['unsubscribed', { kind: 'unsubscribed' }],
  ['webinar registered', { kind: 'webinar-registered' }],
  ['webinar attended', { kind: 'webinar-attended' }],
  ['content downloaded', { kind: 'content-downloaded' }],
  ['meeting booked', { kind: 'meeting-booked' }],
]);

/**
 * The kind of touch that an event is, by its name. Names differ in case and white space only; `Form_Submitted` is another.
 *
 * @param own further names of the workspace, folded, with the kinds they stand for
 * @example
 * readEventKind('Form  Submitted') // { kind: 'form-submitted' }
 * readEventKind('Button Pressed') // { kind: 'event' }
 */
export function readEventKind(name: string, own: ReadonlyMap<string, EventKind> = new Map()): EventKind {
  const folded = foldText(name);
  return own.get(folded) ?? known.get(folded) ?? { kind: 'event' };
}

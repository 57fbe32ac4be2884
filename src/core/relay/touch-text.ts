import type { TouchFacts } from '../agreement/facts.ts';

type Words = (touch: TouchFacts) => string;

const quoted = (text: string | null | undefined) => (text ? ` "${text}"` : '');
const place = ({ path, host }: TouchFacts) => `${path ?? ''}${host ? ` on ${host}` : ''}`.trim();

const texts: Readonly<Record<string, Words>> = {
  'page-viewed': (touch) => `Viewed ${place(touch) || 'a page'}`,
  'screen-viewed': ({ name }) => `Opened the screen${quoted(name)}`,
  'form-submitted': ({ form }) => (form ? `Submitted the form "${form}"` : 'Submitted a form'),
  'email-delivered': ({ name }) => `Was sent the e-mail${quoted(name)}`,
  'email-opened': ({ name }) => `Opened the e-mail${quoted(name)}`,
  'email-clicked': ({ name }) => `Clicked in the e-mail${quoted(name)}`,
  'email-bounced': ({ name }) => `The e-mail${quoted(name)} came back`,
  unsubscribed: () => 'Unsubscribed',
  'webinar-registered': ({ name }) => `Registered for the webinar${quoted(name)}`,
  'webinar-attended': ({ name }) => `Attended the webinar${quoted(name)}`,
  'content-downloaded': ({ content, name }) => `Downloaded${quoted(content ?? name) || ' content'}`,
  'meeting-booked': ({ name }) => `Booked the meeting${quoted(name)}`,
  call: () => 'Was called',
  'email-sent': () => 'Was written to',
  'email-replied': () => 'Replied',
  meeting: () => 'Met us',
  'social-message': () => 'Was written to on a social network',
};

/**
 * A touch as one line, from the side of the person.
 *
 * @example
 * sayTouchText({ kind: 'form-submitted', form: 'demo-request', at: 0 }) // 'Submitted the form "demo-request"'
 */
export function sayTouchText(touch: TouchFacts): string {
  const say = Object.hasOwn(texts, touch.kind) ? texts[touch.kind] : undefined;
  return say?.(touch) ?? `Did${quoted(touch.name ?? touch.kind)}`;
}

import { type MessageType, messageTypes } from './check-message.ts';
import { readEventKind } from './touch-kind.ts';

/** What somebody says themselves, to be heard: it is taken also from those who do not want to be watched. */
const said: ReadonlySet<string> = new Set(['form-submitted', 'webinar-registered', 'meeting-booked', 'unsubscribed']);

/**
 * What is left of a message of a visitor who denies analytics: nothing of what they only did, such as pages and clicks; of
 * what they said themselves all but address and browser, with analytics denied in it.
 *
 * @param type of the call, where the path says it and not the message
 * @example
 * denyAnalytics({ type: 'page', anonymousId: 'v' }) // null
 * denyAnalytics({ type: 'group', userId: 'u', groupId: 'g', context: { ip: '192.0.2.1' } })?.context // { consent: { categoryPreferences: { analytics: false } } }
 */
export function denyAnalytics(
  message: Readonly<Record<string, unknown>>,
  type?: MessageType,
): Record<string, unknown> | null {
  const named = type ?? message.type ?? message.action;
  const known = messageTypes.find((one) => typeof named === 'string' && one === named.trim().toLowerCase());
  if (known === 'page' || known === 'screen') return null;
  if (known === 'track' && !said.has(readEventKind(String(message.event)).kind)) return null;
  const { ip: _, userAgent: __, userAgentData: ___, ...context } = recordOf(message.context);
  const consent = recordOf(context.consent);
  const categoryPreferences = { ...recordOf(consent.categoryPreferences), analytics: false };
  return { ...message, context: { ...context, consent: { ...consent, categoryPreferences } } };
}

const recordOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};

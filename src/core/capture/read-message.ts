import type { ChannelEvidence } from '../channels/evidence.ts';
import { readCampaignTouch } from '../channels/read-evidence.ts';
import { readHost } from '../identity/host.ts';
import { readIdentifier } from '../identity/identifier.ts';
import { readRecord, readText } from './read-text.ts';
import { correctTime } from './read-time.ts';
import { type AccountTraits, type ContactTraits, readAccountTraits, readContactTraits } from './read-traits.ts';
import { type EventKind, readEventKind } from './touch-kind.ts';

/** The calls of the tracking API that mean something here. */
export const messageTypes = ['track', 'page', 'screen', 'identify', 'group', 'alias'] as const;
export type MessageType = (typeof messageTypes)[number];

/** A touch as a message tells it; `props` are the properties as sent, and what tells where the visitor came from. */
export type TouchDraft = {
  kind: string;
  name: string | null;
  path: string | null;
  host: string | null;
  form: string | null;
  campaign: string | null;
  source: string | null;
  medium: string | null;
  content: string | null;
  /** What the channel of the touch is decided by. */
  evidence: ChannelEvidence;
  props: Readonly<Record<string, unknown>>;
};

/** What a message means. `at` and `knownAt` are epoch milliseconds. */
export type Message = {
  type: MessageType;
  at: number;
  knownAt: number;
  userId: string | null;
  anonymousId: string | null;
  previousId: string | null;
  contact: ContactTraits;
  account: AccountTraits;
  /** By purpose: true for granted. */
  consent: Readonly<Record<string, boolean>>;
  /** Which text was agreed to, by purpose, and what proves it, where the sender says. */
  consentTexts?: Readonly<Record<string, string>>;
  consentProof?: Readonly<Record<string, string | number>>;
  touch: TouchDraft | null;
  /** Ids that name nobody, such as "null", by the name under which they were sent. */
  refused: readonly string[];
};

export type MessageTimes = { happenedAt: number | null; sentAt: number | null; receivedAt: number };

/**
 * Reads one call of the tracking API: what happened, to whom, and what it says of them. Null for a type that means nothing
 * here. Whatever a program may have put into a field, it is read as what it can be, or left out.
 *
 * @param own further names of events of the workspace
 * @example
 * readMessage({ type: 'track', event: 'Form Submitted', userId: 'u1', properties: { form: 'demo-request' } },
 *   { happenedAt: null, sentAt: null, receivedAt: 5 })?.touch?.form // 'demo-request'
 */
export function readMessage(
  body: Readonly<Record<string, unknown>>,
  times: MessageTimes,
  own?: ReadonlyMap<string, EventKind>,
): Message | null {
  const type = messageTypes.find((one) => one === body.type);
  if (type === undefined) return null;
  const refused: string[] = [];
  const readId = (name: string) => {
    const sent = body[name];
    if (sent === undefined || sent === null || sent === '') return null;
    const { value } = readIdentifier(sent);
    if (value === null) refused.push(name);
    return value;
  };
  const context = readRecord(body.context);
  const traits = { ...readRecord(context.traits), ...readRecord(body.traits) };
  const properties = readRecord(body.properties);
  const consent = readRecord(context.consent);
  const touch = readTouch(type, body, properties, context, own);
  return {
    type,
    at: correctTime(times),
    knownAt: times.receivedAt,
    userId: readId('userId'),
    anonymousId: readId('anonymousId'),
    previousId: type === 'alias' ? readId('previousId') : null,
    contact: readPerson(type, traits, properties, touch, context),
    account: readCompany(type, traits, properties, touch),
    consent: readConsent(traits.consent, consent.categoryPreferences),
    ...(consent.textVersions === undefined ? {} : { consentTexts: readTexts(consent.textVersions) }),
    ...(consent.proof === undefined ? {} : { consentProof: readProof(consent.proof) }),
    touch,
    refused,
  };
}

function readTouch(
  type: MessageType,
  body: Readonly<Record<string, unknown>>,
  properties: Readonly<Record<string, unknown>>,
  context: Readonly<Record<string, unknown>>,
  own: ReadonlyMap<string, EventKind> | undefined,
): TouchDraft | null {
  if (type !== 'track' && type !== 'page' && type !== 'screen') return null;
  const page = readRecord(context.page);
  const event = type === 'track' ? readText(body.event) : null;
  const { kind, form } =
    type === 'track'
      ? readEventKind(event ?? '', own)
      : ({ kind: type === 'page' ? 'page-viewed' : 'screen-viewed' } as EventKind);
  const isForm = kind === 'form-submitted';
  const address = readText(properties.url) ?? readText(page.url);
  const host = address === null ? null : readHost(address);
  const arrival = readCampaignTouch(type === 'page', host, properties, context);
  const { source, medium, campaign } = arrival.evidence;
  return {
    kind,
    name: type === 'track' ? readName(kind, event, properties) : (readText(body.name) ?? readText(properties.name)),
    path: readText(properties.path) ?? readText(page.path) ?? readPath(address),
    host,
    form: form ?? (isForm ? readForm(properties) : null),
    campaign,
    source,
    medium,
    content: readText(properties.content) ?? arrival.content,
    evidence: arrival.evidence,
    props: { ...properties, ...arrival.props },
  };
}

/** Own events go by their name; known ones by that of what they are about: the webinar, the e-mail. */
function readName(kind: string, event: string | null, properties: Readonly<Record<string, unknown>>): string | null {
  if (kind === 'event') return event;
  return readText(properties.name) ?? readText(properties.title) ?? readText(properties.subject);
}

function readForm(properties: Readonly<Record<string, unknown>>): string | null {
  for (const name of ['form', 'formId', 'form_id', 'name']) {
    const text = readText(properties[name]);
    if (text !== null) return text;
  }
  return null;
}

function readPath(address: string | null): string | null {
  if (address === null) return null;
  try {
    return readText(new URL(address).pathname);
  } catch {
    return null;
  }
}

/** Who fills in a form says who they are: its fields are traits, too. Other properties are about what happened. */
function readPerson(
  type: MessageType,
  traits: Readonly<Record<string, unknown>>,
  properties: Readonly<Record<string, unknown>>,
  touch: TouchDraft | null,
  context: Readonly<Record<string, unknown>>,
): ContactTraits {
  const told = type === 'group' ? readRecord(context.traits) : traits;
  const person = readContactTraits(told, type === 'identify');
  // The name of a form is no name of a person: a form that sends only "name" names itself.
  const { name, ...filled } = touch?.kind === 'form-submitted' ? readContactTraits(properties, false) : {};
  const named = name !== undefined && name !== touch?.form ? { name } : {};
  const language = readText(context.locale)?.split(/[-_]/)[0]?.toLowerCase();
  const zone = readText(context.timezone);
  return {
    ...(language !== undefined && /^[a-z]{2,3}$/.test(language) ? { language } : {}),
    ...(zone !== null ? { zone } : {}),
    ...person,
    ...filled,
    ...named,
  };
}

function readCompany(
  type: MessageType,
  traits: Readonly<Record<string, unknown>>,
  properties: Readonly<Record<string, unknown>>,
  touch: TouchDraft | null,
): AccountTraits {
  if (type === 'group') return readAccountTraits(traits);
  const filled = touch?.kind === 'form-submitted' ? readAccountTraits(properties.company) : {};
  return { ...readAccountTraits(traits.company), ...filled };
}

function readConsent(...given: readonly unknown[]): Record<string, boolean> {
  const consent: Record<string, boolean> = {};
  for (const preferences of given) {
    for (const [purpose, value] of Object.entries(readRecord(preferences))) {
      if (!/^[A-Za-z0-9_-]{1,64}$/.test(purpose) || purpose === '__proto__') continue;
      if (value === true || value === 'granted') consent[purpose] = true;
      if (value === false || value === 'denied') consent[purpose] = false;
    }
  }
  return consent;
}

/** As much of what a sender says of a consent as a person could read: short, by plain names. */
function readProof(given: unknown): Record<string, string | number> {
  const proof: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(readRecord(given)).slice(0, 20)) {
    const text = readText(value);
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(name) || name === '__proto__' || text === null) continue;
    proof[name] = typeof value === 'number' ? value : text;
  }
  return proof;
}

const readTexts = (given: unknown): Record<string, string> =>
  Object.fromEntries(Object.entries(readProof(given)).map(([purpose, version]) => [purpose, String(version)]));

import { noteArrival, readArrivals, readCampaign } from './arrival.ts';
import { embedForm } from './embed.ts';
import { watchForms } from './forms.ts';
import { closeQueue, createId, enqueue, flush, type Message, openQueue, sendRest } from './queue.ts';
import { asksForPrivacy, readAttributes, type Settings } from './settings.ts';
import { forget, openStorage, read, readAnswer, write, writeAnswer } from './storage.ts';

type Values = Record<string, unknown>;
type Purposes = Record<string, boolean>;

const script = findScript();
const ids = ['id', 'user', 'first', 'last', 'purposes', 'known'];

let settings: Settings = {};
let writeKey = '';
let host = '';
let isDenied = false;
/** Nobody is named and nothing stored: the visitor asked for it, and the site honours that. */
let isNameless = false;
let before = document.referrer;
let address = '';

function findScript(): HTMLScriptElement | null {
  const { currentScript } = document;
  return currentScript instanceof HTMLScriptElement
    ? currentScript
    : document.querySelector('script[src$="/baton.js"]');
}

/** Where the script came from. */
function addressOf({ src }: HTMLScriptElement): string {
  return src.replace(/\/baton\.js.*$/, '');
}

function load(key: string, given: Settings = {}): void {
  if (writeKey || !key) return;
  writeKey = key;
  settings = { ...(script ? readAttributes(script) : {}), ...given };
  host = (settings.host || (script ? addressOf(script) : '')).replace(/\/$/, '');
  const asked = settings.privacy && asksForPrivacy() ? settings.privacy : 'ignore';
  isNameless = asked === 'no-identify';
  const answer = readAnswer();
  isDenied = asked === 'drop' || answer === 'denied';
  if (asked === 'drop') return;
  if (!isDenied && (settings.consent !== 'required' || answer === 'granted')) open();
  noteArrival();
  watchForms(settings.forms === true, (properties) => {
    track('Form Submitted', isNameless ? { form: properties.form } : properties);
    flush();
  });
  if (settings.history) watchHistory();
  addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && flush(), true);
  addEventListener('pagehide', sendRest);
  // A page that is fetched ahead is seen by nobody yet.
  if (Reflect.get(document, 'prerendering')) document.addEventListener('prerenderingchange', start, { once: true });
  // After what the page has called already: it may say whose visit it is.
  else void Promise.resolve().then(start);
}

function start(): void {
  address = pageAddress();
  if (settings.page !== false) page();
}

function open(): void {
  openStorage(!isNameless, settings.domain);
  openQueue(host, writeKey);
}

const pageAddress = () => location.href.replace(/#.*/, '');

function watchHistory(): void {
  const moved = () =>
    // Apps write the new title after the new address.
    setTimeout(() => {
      const now = pageAddress();
      if (now === address) return;
      before = address;
      address = now;
      page();
    });
  const { pushState } = history;
  history.pushState = function (...given: Parameters<typeof pushState>) {
    pushState.apply(this, given);
    moved();
  };
  addEventListener('popstate', moved);
}

function anonymousId(): string {
  const known = read('id');
  if (known) return known;
  const made = createId();
  write('id', made);
  return made;
}

function send(type: string, fields: Message): void {
  if (isDenied) return;
  const { pathname, search } = location;
  const purposes = read('purposes');
  enqueue({
    type,
    messageId: createId(),
    timestamp: new Date().toISOString(),
    anonymousId: anonymousId(),
    userId: read('user'),
    ...fields,
    context: {
      page: { url: pageAddress(), path: pathname, search, title: document.title, referrer: before },
      campaign: readCampaign(),
      locale: navigator.language,
      timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      userAgent: navigator.userAgent,
      library: { name: 'baton.js', version: '1' },
      ...(purposes ? { consent: { categoryPreferences: JSON.parse(purposes) } } : {}),
      ...(type === 'page' ? {} : readArrivals()),
    },
  });
}

function page(first?: unknown, second?: unknown, third?: unknown): void {
  const texts = [first, second].filter((one) => typeof one === 'string');
  const properties = [first, second, third].find((one) => typeof one === 'object' && one !== null);
  const [category, name] = texts.length > 1 ? texts : [undefined, texts[0]];
  send('page', { category, name, properties });
}

function track(event: string, properties?: Values): void {
  send('track', { event, properties });
}

/** Another person on the same browser begins with an id of their own. */
function identify(first?: unknown, second?: unknown): void {
  if (isNameless) return;
  const user = typeof first === 'object' ? null : first;
  if (user !== null && user !== undefined) {
    const known = read('user');
    if (known && known !== `${user}`) forget(['id']);
    write('user', `${user}`);
  }
  send('identify', { traits: typeof first === 'object' ? first : second });
}

function group(groupId: unknown, traits?: Values): void {
  if (!isNameless) send('group', { groupId, traits });
}

function alias(userId: string, previousId = read('user') ?? anonymousId()): void {
  if (isNameless) return;
  send('alias', { userId, previousId });
  write('user', userId);
}

/** Yes or no to being followed, or an answer for each purpose, of which `analytics` is that one. */
function consent(answer: boolean | 'granted' | 'denied' | Purposes): void {
  if (typeof answer === 'object') write('purposes', JSON.stringify(answer));
  const given = typeof answer === 'object' ? answer.analytics : answer;
  if (given === undefined) return;
  const isGranted = given === true || given === 'granted';
  if (settings.privacy === 'drop' && asksForPrivacy()) return;
  writeAnswer(isGranted ? 'granted' : 'denied');
  const wasDenied = isDenied;
  isDenied = !isGranted;
  if (isGranted) {
    open();
    if (wasDenied) start();
    return;
  }
  closeQueue();
  openStorage(false, settings.domain);
  forget(ids);
}

const calls = {
  load,
  page,
  track,
  identify,
  group,
  alias,
  consent,
  ready: (run: () => void) => run(),
  reset: () => forget(['id', 'user', 'first', 'last', 'known']),
  setAnonymousId: (id: string) => isNameless || write('id', id),
};
type Call = keyof typeof calls;

/** What a page called before this script came, and what it calls from now on: a function as last argument is called after. */
function call(name: Call, given: unknown[]): void {
  const after = name !== 'ready' && typeof given[given.length - 1] === 'function' ? given.pop() : null;
  // Each call reads what it is given as what it can be; a page may pass anything.
  (calls[name] as ((...given: unknown[]) => void) | undefined)?.(...given);
  if (typeof after === 'function') after();
}

function takeOver(): void {
  const earlier: unknown = Reflect.get(window, 'baton');
  const made = Object.keys(calls).map((name) => [name, (...given: unknown[]) => call(name as Call, given)]);
  const api = { ...Object.fromEntries(made), push: ([name, ...given]: [Call, ...unknown[]]) => call(name, given) };
  Reflect.set(window, 'baton', api);
  const queued = Array.isArray(earlier) ? (earlier as [Call, ...unknown[]][]) : [];
  // The key first: whatever was called needs it.
  const loadFirst = queued.findIndex(([name]) => name === 'load');
  if (loadFirst > 0) queued.unshift(...queued.splice(loadFirst, 1));
  const settingsOf = queued.find(([name]) => name === 'load');
  if (!settingsOf && ownKey) load(ownKey);
  for (const one of queued) api.push(one);
}

const { form, writeKey: ownKey } = script?.dataset ?? {};
if (script && form) embedForm(script, addressOf(script));
// A tag that only shows a form leaves the one that measures alone.
if (!form || ownKey) takeOver();

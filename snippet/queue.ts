import { mayStore } from './storage.ts';

export type Message = Record<string, unknown>;

const mostAtOnce = 20;
const mostWaiting = 500;
/** Browsers let 64 KB outlive a page. */
const largestKept = 60_000;
const longestWait = 60_000;

/** Everything that is not acknowledged, in order. It is stored, so that what a closed page could not send goes with the next. */
let waiting: Message[] = [];
let flying: readonly Message[] = [];
let failures = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
let target = { url: '', writeKey: '' };
let isOpen = false;
let place = '';

export const createId = (): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(
    bytes,
    (byte, at) => ([4, 6, 8, 10].includes(at) ? '-' : '') + byte.toString(16).padStart(2, '0'),
  ).join('');
};

/** Until it is opened nothing is stored or sent. */
export function openQueue(host: string, writeKey: string): void {
  target = { url: `${host}/v1/batch`, writeKey };
  isOpen = true;
  adopt();
  save();
  flush();
}

export function closeQueue(): void {
  isOpen = false;
  waiting = [];
  save();
}

export function enqueue(message: Message): void {
  waiting.push(message);
  if (waiting.length > mostWaiting)
    waiting.splice(
      waiting.findIndex((one) => !flying.includes(one)),
      1,
    );
  save();
  plan(100);
}

/** Sends the next messages. They stay until the server has them; a repetition has the same ids, by which it is dropped there. */
export function flush(): void {
  clearTimeout(timer);
  timer = undefined;
  if (!isOpen || flying.length > 0 || waiting.length === 0) return;
  const batch = waiting.slice(0, mostAtOnce);
  const body = bodyOf(batch);
  flying = batch;
  fetch(target.url, { method: 'POST', body, keepalive: body.length < largestKept, credentials: 'omit' }).then(
    ({ status, headers }) => settle(status, Number(headers.get('retry-after'))),
    () => settle(0, 0),
  );
}

function settle(status: number, wait: number): void {
  const sent = flying;
  flying = [];
  if (status === 0 || status === 408 || status === 429 || status >= 500) {
    failures += 1;
    const pause = Math.min(500 * 2 ** failures, longestWait) * (0.5 + Math.random() / 2);
    plan(Math.max(pause, wait * 1000 || 0));
    return;
  }
  failures = 0;
  // Any other answer would be the same the next time.
  waiting = waiting.filter((one) => !sent.includes(one));
  save();
  if (waiting.length > 0) flush();
}

/** The page may be gone at the next moment: what is not under way is handed to the browser. */
export function sendRest(): void {
  const rest = waiting.filter((one) => !flying.includes(one)).slice(0, mostAtOnce);
  if (!isOpen || rest.length === 0) return;
  // Plain text needs no question to the server first.
  navigator.sendBeacon?.(target.url, new Blob([bodyOf(rest)], { type: 'text/plain' }));
}

const bodyOf = (batch: readonly Message[]): string =>
  JSON.stringify({ writeKey: target.writeKey, sentAt: new Date().toISOString(), batch });

function plan(wait: number): void {
  if (isOpen && timer === undefined && flying.length === 0) timer = setTimeout(flush, wait);
}

/** Takes over what earlier pages left. Another tab that still lives may send the same; the server keeps one. */
function adopt(): void {
  if (!mayStore()) return;
  const shelf = `baton_q_${target.writeKey}_`;
  place ||= shelf + createId();
  try {
    for (const key of Object.keys(localStorage)) {
      if (!key.startsWith(shelf) || key === place) continue;
      waiting = [...(JSON.parse(localStorage.getItem(key) || '[]') as Message[]), ...waiting];
      localStorage.removeItem(key);
    }
  } catch {}
}

function save(): void {
  if (!place) return;
  try {
    if (waiting.length > 0 && mayStore()) localStorage.setItem(place, JSON.stringify(waiting));
    else localStorage.removeItem(place);
  } catch {}
}

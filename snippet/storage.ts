const prefix = 'baton_';
const year = 31_536_000;

/** What may not be stored, or not yet, lives as long as the page. */
const memory = new Map<string, string>();
let allowed = false;
let domain = '';

export function openStorage(isAllowed: boolean, cookieDomain = ''): void {
  allowed = isAllowed;
  domain = cookieDomain;
  if (allowed) for (const [key, value] of memory) store(key, value);
}

export const mayStore = (): boolean => allowed;

export function read(key: string): string | null {
  return memory.get(key) ?? (allowed ? find(key) : null);
}

export function write(key: string, value: string): void {
  memory.set(key, value);
  if (allowed) store(key, value);
}

/** Stored whatever was allowed: the answer to the question whether anything else may be. */
export function writeAnswer(answer: string): void {
  memory.set('consent', answer);
  store('consent', answer);
}

export const readAnswer = (): string | null => memory.get('consent') ?? find('consent');

export function forget(keys: readonly string[]): void {
  for (const key of keys) {
    memory.delete(key);
    try {
      localStorage.removeItem(prefix + key);
    } catch {}
    setCookie(key, '', 0);
  }
}

/** The id that this browser keeps, whoever stored it; null where it keeps none, or may not. */
export const findId = (): string | null => find('id');

/** Which fields of forms were answered here, not what: they are not asked again. Kept only beside an id. */
export const findKnown = (): string => findLocal('known') ?? '';

export function keepKnown(keys: string): void {
  if (!findId()) return;
  try {
    const all = new Set([...findKnown().split('.'), ...keys.split('.')]);
    localStorage.setItem(`${prefix}known`, [...all].filter(Boolean).slice(-50).join('.'));
  } catch {}
}

/** Cookies first where hosts share them; else they are what remains where a browser keeps nothing for us. */
function find(key: string): string | null {
  if (domain) return findCookie(key) ?? findLocal(key);
  return findLocal(key) ?? findCookie(key);
}

function findLocal(key: string): string | null {
  try {
    return localStorage.getItem(prefix + key);
  } catch {
    return null;
  }
}

function findCookie(key: string): string | null {
  const found = `; ${document.cookie}`.split(`; ${prefix}${key}=`)[1];
  try {
    return found === undefined ? null : decodeURIComponent(found.split(';')[0] || '');
  } catch {
    return null;
  }
}

function store(key: string, value: string): void {
  let kept = false;
  try {
    localStorage.setItem(prefix + key, value);
    kept = true;
  } catch {}
  if (!kept || domain) setCookie(key, value, year);
}

function setCookie(key: string, value: string, age: number): void {
  const secure = location.protocol === 'https:' ? '; secure' : '';
  const shared = domain ? `; domain=${domain}` : '';
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store is not in every browser, and cannot be asked in one turn.
  document.cookie = `${prefix}${key}=${encodeURIComponent(value)}; path=/; max-age=${age}; samesite=lax${secure}${shared}`;
}

// Apart from the lists of mail providers, which are long: screens read hosts, too.
import { parse } from 'tldts';

const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * The host of a domain, host or web address in ASCII (punycode), lower case; null when it is none that mail or a site on
 * the internet could have: an IP address, a single label, an empty or malformed label.
 *
 * @example
 * readHost('https://www.Bücher.example/shop') // 'www.xn--bcher-kva.example'
 * readHost('localhost') // null
 */
export function readHost(text: string): string | null {
  const bare = text.trim().replace(/^[a-z][a-z0-9+.-]*:\/\//iu, '');
  const host = /^([^\s/?#:@\\]+)(?::\d{1,5})?(?:[/?#].*)?$/su.exec(bare)?.[1];
  if (host === undefined || host.length > 253) return null;
  return remember(hosts, host, readAscii);
}

/** Of a host without scheme, port and path. */
function readAscii(host: string): string | null {
  const ascii = toAscii(host);
  const labels = ascii?.split('.') ?? [];
  if (ascii === null || labels.length < 2 || ascii.length > 253) return null;
  if (!labels.every((part) => label.test(part)) || /^\d+$/.test(labels.at(-1) ?? '')) return null;
  return ascii;
}

function toAscii(host: string): string | null {
  try {
    return new URL(`http://${host}`).hostname;
  } catch {
    return null;
  }
}

/**
 * The domain that somebody registered: the public suffix and one label more, by the Public Suffix List with its private
 * part, so that two customers of a hosting company are two. Null for what has none, a public suffix itself included.
 *
 * @param text a domain, host or web address
 * @example
 * registrableDomain('mail.acme.co.uk') // 'acme.co.uk'
 * registrableDomain('co.uk') // null
 */
export function registrableDomain(text: string): string | null {
  const host = readHost(text);
  return host === null ? null : remember(domains, host, findDomain);
}

const findDomain = (host: string): string | null => parse(host, { allowPrivateDomains: true }).domain;

/** A site sends the same few hosts with each of its messages. Strangers send any: so many are remembered, then none. */
const mostRemembered = 5_000;
const hosts = new Map<string, string | null>();
const domains = new Map<string, string | null>();

function remember(
  known: Map<string, string | null>,
  host: string,
  find: (host: string) => string | null,
): string | null {
  const before = known.get(host);
  if (before !== undefined) return before;
  const found = find(host);
  if (known.size >= mostRemembered) known.clear();
  known.set(host, found);
  return found;
}

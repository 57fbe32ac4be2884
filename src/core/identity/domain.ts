import MailChecker from 'mailchecker';
import { parse } from 'tldts';
import { isFreeDomain } from './free-mailbox.ts';

/** Whose domain it is: a mail provider's, one of throw-away addresses, or a company's own. */
export type DomainKind = 'free' | 'disposable' | 'business';

export type DomainClass = {
  readonly kind: DomainKind;
  /** The registrable domain by which a company is found; null for free and disposable ones, which tell no company. */
  readonly accountKey: string | null;
};

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
  return host === null ? null : parse(host, { allowPrivateDomains: true }).domain;
}

/**
 * Whether a domain is a mail provider's, throw-away or a company's own (`domain.md` 7), with the key of the company.
 * Null when there is no registrable domain in the text.
 *
 * @example
 * classifyDomain('mail.acme.com') // { kind: 'business', accountKey: 'acme.com' }
 * classifyDomain('mailinator.com') // { kind: 'disposable', accountKey: null }
 */
export function classifyDomain(text: string): DomainClass | null {
  const host = readHost(text);
  const registrable = host === null ? null : registrableDomain(host);
  if (host === null || registrable === null) return null;
  // Our list first: some lists of throw-away domains name large providers too.
  if (isFreeDomain(registrable)) return { kind: 'free', accountKey: null };
  if (isDisposableHost(host, registrable)) return { kind: 'disposable', accountKey: null };
  return { kind: 'business', accountKey: registrable };
}

/** Throw-away providers give out subdomains too: each parent down to the registrable domain is looked up. */
function isDisposableHost(host: string, registrable: string): boolean {
  const known = MailChecker.blacklist();
  let name = host;
  while (name.length > registrable.length) {
    if (known.has(name)) return true;
    name = name.slice(name.indexOf('.') + 1);
  }
  return known.has(registrable);
}

import MailChecker from 'mailchecker';
import { isFreeDomain } from './free-mailbox.ts';
import { readHost, registrableDomain } from './host.ts';

/** Whose domain it is: a mail provider's, one of throw-away addresses, or a company's own. */
export type DomainKind = 'free' | 'disposable' | 'business';

export type DomainClass = {
  readonly kind: DomainKind;
  /** The registrable domain by which a company is found; null for free and disposable ones, which tell no company. */
  readonly accountKey: string | null;
};

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

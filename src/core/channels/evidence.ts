import { readHost, registrableDomain } from '../identity/host.ts';
import { clickIds } from './click-ids.ts';
import { findSiteKind } from './known-sites.ts';

/** What one touch tells of how its visitor arrived: nothing but its own message, so that the order of messages never matters. */
export type ChannelEvidence = {
  /** A page was opened; other touches begin no visit of their own. */
  readonly isPage: boolean;
  /** Host of the page; null where the message does not say. */
  readonly host: string | null;
  /** Host of the page before; '' when the browser said that there was none, null when nothing was said. */
  readonly referrer: string | null;
  readonly source: string | null;
  readonly medium: string | null;
  readonly campaign: string | null;
  /** Names of the click ids that came with it. */
  readonly clickIds: readonly string[];
};

/** How the visitor arrived, as rules compare it. `from` says what it was read from; `site` what the source is. */
export type Arrival = {
  readonly from: 'link' | 'click-id' | 'referrer' | 'nowhere';
  readonly source: string;
  readonly medium: string;
  readonly campaign: string;
  /** Host outside of the own site; '' for none. */
  readonly referrer: string;
  readonly clickIds: readonly string[];
  readonly site: string;
};

/** Why a touch begins no visit. */
export type NoArrival = { readonly from: null; readonly reason: 'inside' | 'untold' | 'unknown-page' };

const notSet = '(not set)';

/**
 * How the visitor of a touch arrived: by what the link said of itself, else by the click id in it, else by the page before.
 * Arriving from the own site, from a page without a public name, or without a word of where from is no arrival.
 *
 * @param ownHosts hosts between which a visitor stays on the same site, beside the page's own domain
 * @example
 * readArrival({ isPage: true, host: 'plant.example', referrer: 'www.google.de', source: null, medium: null, campaign: null,
 *   clickIds: [] }, []).from // 'referrer'
 */
export function readArrival(evidence: ChannelEvidence, ownHosts: readonly string[]): Arrival | NoArrival {
  const { host, campaign } = evidence;
  const click = [...clickIds].find(([name]) => evidence.clickIds.includes(name))?.[1];
  const isInside = evidence.referrer !== null && evidence.referrer !== '' && isOwn(evidence.referrer, host, ownHosts);
  const before = isInside ? '' : (readHost(evidence.referrer ?? '') ?? '');
  const common = { campaign: campaign ?? '', referrer: before, clickIds: evidence.clickIds };
  if (evidence.source !== null || evidence.medium !== null) {
    const source = evidence.source ?? click?.source ?? (before || notSet);
    const isOfClick = click !== undefined && (evidence.source === null || isSameSource(evidence.source, click.source));
    const medium = evidence.medium ?? (isOfClick ? click.medium : notSet);
    return { from: 'link', source, medium, site: siteOf(source), ...common };
  }
  if (click !== undefined) {
    return { from: 'click-id', source: click.source, medium: click.medium, site: siteOf(click.source), ...common };
  }
  if (before !== '') {
    const site = siteOf(before);
    return { from: 'referrer', source: before, medium: mediumOf(site), site, ...common };
  }
  if (campaign !== null) return { from: 'link', source: notSet, medium: notSet, site: '', ...common };
  if (isInside) return { from: null, reason: 'inside' };
  if (evidence.referrer !== '') return { from: null, reason: evidence.referrer === null ? 'untold' : 'unknown-page' };
  if (!evidence.isPage) return { from: null, reason: 'untold' };
  return { from: 'nowhere', source: '(direct)', medium: '(none)', site: '', ...common };
}

const siteOf = (source: string): string => findSiteKind(source) ?? '';

/** What Google Analytics calls a medium where no link says one. */
function mediumOf(site: string): string {
  return site === 'search' ? 'organic' : site === 'ai-assistant' ? site : site === 'mail' ? 'email' : 'referral';
}

/** `utm_source=Google` beside a gclid is the same; `newsletter` beside an fbclid was only shared there. */
function isSameSource(told: string, ofClick: string): boolean {
  const name = told.trim().toLowerCase();
  return name === ofClick || findSiteKind(name) === findSiteKind(ofClick) || name.split('.').includes(ofClick);
}

function isOwn(referrer: string, host: string | null, ownHosts: readonly string[]): boolean {
  if (host !== null && referrer === host) return true;
  const domain = registrableDomain(referrer);
  if (domain !== null && host !== null && domain === registrableDomain(host)) return true;
  return ownHosts.some((own) => isWithin(referrer, own));
}

/**
 * Whether a host is another one or lies below it.
 *
 * @example
 * isWithin('shop.plant.example', 'plant.example') // true
 * isWithin('plant.example', 'shop.plant.example') // false
 */
export function isWithin(host: string, domain: string): boolean {
  const [inner, outer] = [host.toLowerCase(), domain.toLowerCase()];
  return inner === outer || inner.endsWith(`.${outer}`);
}

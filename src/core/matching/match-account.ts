import { classifyDomain } from '../identity/domain.ts';
import { readEmail } from '../identity/email.ts';
import { registrableDomain } from '../identity/host.ts';
import { phoneKey } from '../identity/phone.ts';
import { closeName, compareCompanyNames, isAcronym } from './compare-names.ts';

export type LeadFacts = {
  readonly email?: string | null;
  /** Domain or web address that the person gave for the company. */
  readonly website?: string | null;
  readonly company?: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly country?: string | null;
  readonly phone?: string | null;
  readonly zip?: string | null;
};

export type AccountFacts = {
  readonly id: string;
  readonly name: string;
  readonly domain?: string | null;
  /** Further domains of the company and of its parents and daughters. */
  readonly aliases?: readonly string[];
  readonly country?: string | null;
  readonly phone?: string | null;
  readonly zip?: string | null;
  readonly hasOpenDeal?: boolean;
  readonly isTarget?: boolean;
  /** Epoch milliseconds. */
  readonly lastActivityAt?: number | null;
};

type Support = 'country' | 'phone' | 'zip' | 'domain';
export type AccountRule =
  | 'domain'
  | 'domain-alias'
  | `name+${Support}`
  | `close-name+${Support}`
  | 'name'
  | 'close-name'
  | 'acronym'
  | 'disposable'
  | 'none';

export type AccountCandidate = {
  readonly id: string;
  readonly rule: AccountRule;
  /** 0 to 1: how sure the rule is, the same for all that it finds. */
  readonly confidence: number;
  readonly why: string;
};

export type AccountMatch = {
  /** `match`: attach to `account`. `review`: a person must choose from the candidates. `none`: there is no candidate. */
  readonly decision: 'match' | 'review' | 'none';
  readonly account: string | null;
  readonly rule: AccountRule;
  readonly confidence: number;
  readonly why: string;
  /** Best first. */
  readonly candidates: readonly AccountCandidate[];
};

/** Rules below this only suggest. The order of the values is the order of `domain.md` 7. */
const surely = 0.7;

/**
 * Finds the account a lead belongs to (`domain.md` 7): the company's domain, then a domain alias or relative, then the
 * exact name with the country, then a close name with one supporting field. Of several the one with an open deal, then on
 * the target list, then in the same country, then with the latest activity; still tied, or found by name alone, it is for
 * a person to say. A throw-away address is never matched, an address at a free provider never by its domain.
 *
 * @example
 * matchAccount({ email: 'x@acme.com' }, [{ id: 'A1', name: 'Acme Inc', domain: 'acme.com' }]).account // 'A1'
 */
export function matchAccount(lead: LeadFacts, accounts: readonly AccountFacts[]): AccountMatch {
  const email = readEmail(lead.email ?? '');
  const kind = email === null ? null : (classifyDomain(email.domain)?.kind ?? null);
  if (kind === 'disposable') {
    return nothing('disposable', 'The address is a throw-away one: it is not matched to any company.');
  }
  const domains = [email?.domain, lead.website]
    .map((text) => classifyDomain(text ?? '')?.accountKey ?? null)
    .filter((key) => key !== null);
  const found = accounts
    .map((account) => judge(lead, domains, account))
    .filter((candidate) => candidate !== null)
    .sort((a, b) => b.confidence - a.confidence || (a.id < b.id ? -1 : 1));
  const best = found[0];
  if (best === undefined) return nothing('none', 'No company has this domain or a name like this.');
  const rivals = found.filter(({ confidence }) => confidence === best.confidence).map(({ id }) => id);
  if (best.confidence < surely) {
    return {
      ...nothing(best.rule, `${best.why} That alone is not enough: choose.`),
      decision: 'review',
      candidates: found,
    };
  }
  const chosen = breakTie(
    lead,
    accounts.filter(({ id }) => rivals.includes(id)),
  );
  const winner = found.find(({ id }) => id === chosen.id);
  if (winner === undefined) return { ...nothing(best.rule, chosen.why), decision: 'review', candidates: found };
  return {
    decision: 'match',
    account: winner.id,
    rule: winner.rule,
    confidence: winner.confidence,
    why: `${winner.why}${chosen.why}`,
    candidates: [winner, ...found.filter((candidate) => candidate !== winner)],
  };
}

function nothing(rule: AccountRule, why: string): AccountMatch {
  return { decision: 'none', account: null, rule, confidence: 0, why, candidates: [] };
}

function judge(lead: LeadFacts, domains: readonly string[], account: AccountFacts): AccountCandidate | null {
  const candidate = (rule: AccountRule, confidence: number, why: string) => ({ id: account.id, rule, confidence, why });
  const own = registrableDomain(account.domain ?? '');
  if (own !== null && domains.includes(own)) return candidate('domain', 1, `The domain ${own} is this company's.`);
  const relatives = (account.aliases ?? []).map(registrableDomain);
  const alias = domains.find((domain) => relatives.includes(domain));
  if (alias !== undefined) return candidate('domain-alias', 0.9, `The domain ${alias} belongs to this company too.`);

  const likeness = compareCompanyNames(lead.company ?? '', account.name);
  const support = findSupport(lead, account);
  if (likeness === 1) {
    if (support !== null)
      return candidate(
        `name+${support}`,
        support === 'country' ? 0.8 : 0.75,
        `The name and the ${support} are the same.`,
      );
    return candidate('name', 0.5, 'The name is the same, nothing else supports it.');
  }
  if (likeness >= closeName) {
    if (support !== null)
      return candidate(`close-name+${support}`, 0.7, `The name is close and the ${support} is the same.`);
    return candidate('close-name', 0.4, 'The name is close, nothing else supports it.');
  }
  return isAcronym(lead.company ?? '', account.name)
    ? candidate('acronym', 0.3, 'One name is short for the other.')
    : null;
}

function findSupport(lead: LeadFacts, account: AccountFacts): Support | null {
  if (isEqual(lead.country, account.country)) return 'country';
  const phones = [phoneKey(lead.phone ?? '', lead.country), phoneKey(account.phone ?? '', account.country)];
  if (phones[0] !== null && phones[0] === phones[1]) return 'phone';
  if (isEqual(lead.zip?.replaceAll(' ', ''), account.zip?.replaceAll(' ', ''))) return 'zip';
  // A domain in another country or of a sister says little by itself, but it supports a name: acme.fr beside acme.de.
  const names = [lead.email?.split('@').at(-1), lead.website].map((text) => labelOf(text ?? ''));
  const label = labelOf(account.domain ?? '');
  return label !== null && names.includes(label) ? 'domain' : null;
}

/** The registered name without its public suffix, of a company's domain. */
function labelOf(text: string): string | null {
  const key = classifyDomain(text)?.accountKey ?? null;
  return key === null ? null : key.slice(0, key.indexOf('.'));
}

function isEqual(a: string | null | undefined, b: string | null | undefined): boolean {
  const [first, second] = [a?.trim().toUpperCase() ?? '', b?.trim().toUpperCase() ?? ''];
  return first !== '' && first === second;
}

/** The one that stands out, with what made it so; without an id when none does. */
function breakTie(lead: LeadFacts, rivals: readonly AccountFacts[]): { id: string | null; why: string } {
  const activity = ({ lastActivityAt }: AccountFacts) => lastActivityAt ?? Number.NEGATIVE_INFINITY;
  const tests: [(account: AccountFacts, left: readonly AccountFacts[]) => boolean, string][] = [
    [() => true, ''],
    [({ hasOpenDeal }) => hasOpenDeal === true, ' Of several it has the open deal.'],
    [({ isTarget }) => isTarget === true, ' Of several it is on the target list.'],
    [({ country }) => isEqual(country, lead.country), ' Of several it is in the same country.'],
    [
      (account, left) => left.every((other) => activity(other) <= activity(account)),
      ' Of several it has the latest activity.',
    ],
  ];
  let left = rivals;
  for (const [test, why] of tests) {
    const among = left;
    const passed = among.filter((account) => test(account, among));
    if (passed.length === 1) return { id: passed[0]?.id ?? null, why };
    if (passed.length > 1) left = passed;
  }
  return { id: null, why: `${left.length} companies match equally well: choose.` };
}

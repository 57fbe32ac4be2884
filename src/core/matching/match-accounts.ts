import { type AccountFacts, matchAccount } from './match-account.ts';

/** How likely two accounts are one company. */
export type AccountPair = {
  /** 0 to 1. */
  readonly score: number;
  readonly reasons: readonly string[];
  /** Whether it is worth asking a person. */
  readonly isLikely: boolean;
};

/** A close name alone is worth a look; that one name is short for the other is not. */
const worthALook = 0.4;

/**
 * How likely two accounts are one company, with the reason. The order of the two makes no difference.
 *
 * @example
 * matchAccounts({ id: 'a', name: 'Acme Inc', country: 'US' }, { id: 'b', name: 'ACME', country: 'us' })
 * // { score: 0.8, reasons: ['The name and the country are the same.'], isLikely: true }
 */
export function matchAccounts(a: AccountFacts, b: AccountFacts): AccountPair {
  const found = [...listCandidates(a, b), ...listCandidates(b, a)].toSorted((x, y) => y.confidence - x.confidence)[0];
  if (found === undefined) return { score: 0, reasons: [], isLikely: false };
  return { score: found.confidence, reasons: [found.why], isLikely: found.confidence >= worthALook };
}

function listCandidates({ name, domain, aliases = [], country, phone, zip }: AccountFacts, other: AccountFacts) {
  const said = { company: name, country: country ?? null, phone: phone ?? null, zip: zip ?? null };
  return [domain ?? null, ...aliases].flatMap((website) => matchAccount({ ...said, website }, [other]).candidates);
}

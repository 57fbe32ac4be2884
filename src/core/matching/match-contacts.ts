import { classifyDomain } from '../identity/domain.ts';
import { isRoleMailbox, readEmail } from '../identity/email.ts';
import { readPhone } from '../identity/phone.ts';
import { closeName, compareCompanyNames, comparePersonNames } from './compare-names.ts';

export type ContactFacts = {
  readonly id: string;
  readonly name?: string | null;
  readonly emails?: readonly string[];
  readonly phones?: readonly string[];
  /** ISO 3166-1 alpha-2, for phone numbers without +. */
  readonly country?: string | null;
  readonly company?: string | null;
  /** Id of the account, where the contact has one. */
  readonly accountId?: string | null;
  readonly userId?: string | null;
  /** The contact's id in each other system, which gives one to each person. */
  readonly externalIds?: Readonly<Record<string, string>>;
};

export type ContactRule =
  | 'external-id'
  | 'user-id'
  | 'email'
  | 'role-mailbox'
  | 'phone'
  | 'name'
  | 'close-name'
  | 'company'
  | 'other-external-id'
  | 'other-user-id';

export type ContactReason = {
  readonly rule: ContactRule;
  /** 0 to 1: how much of the remaining doubt it takes away; 0 for what speaks against. */
  readonly weight: number;
  readonly why: string;
};

export type ContactMatch = {
  /** `merge` may be done without asking, `review` is for a person to say, `distinct` are two people. */
  readonly decision: 'merge' | 'review' | 'distinct';
  /** 0 to 1. */
  readonly score: number;
  readonly reasons: readonly ContactReason[];
};

/** From here on two contacts are merged without asking, if nothing speaks against it. Convention. */
export const mergeFrom = 0.95;
/** From here on a person is asked. Convention. */
export const reviewFrom = 0.6;

/**
 * How likely two contacts are one person, and what to do about it, with every reason. The reasons are taken as
 * independent: score = 1 - product of (1 - weight). A name counts only where a phone number or the company supports it
 * (`domain.md` 7). Different ids in one system, or different user ids, never merge. The order of the two makes no
 * difference.
 *
 * @example
 * matchContacts({ id: 'a', emails: ['m.smith@gmail.com'] }, { id: 'b', emails: ['msmith+news@gmail.com'] })
 * // { decision: 'merge', score: 0.97, reasons: [{ rule: 'email', weight: 0.97, why: 'Both have the e-mail address msmith@gmail.com.' }] }
 */
export function matchContacts(a: ContactFacts, b: ContactFacts): ContactMatch {
  const conflicts = findConflicts(a, b);
  const evidence = findEvidence(a, b);
  const score = 1 - evidence.reduce((doubt, { weight }) => doubt * (1 - weight), 1);
  const rounded = Math.round(score * 1e6) / 1e6;
  const isLikely = rounded >= reviewFrom;
  const decision = rounded >= mergeFrom && conflicts.length === 0 ? 'merge' : isLikely ? 'review' : 'distinct';
  return { decision, score: rounded, reasons: [...evidence, ...conflicts] };
}

/**
 * The candidates that may be the same person as a contact, best first; those that are distinct are left out.
 *
 * @example
 * findDuplicates({ id: 'a', userId: 'u1' }, [{ id: 'b', userId: 'u1' }, { id: 'c' }]).map(({ id }) => id) // ['b']
 */
export function findDuplicates(
  contact: ContactFacts,
  candidates: readonly ContactFacts[],
): (ContactMatch & { id: string })[] {
  return candidates
    .filter(({ id }) => id !== contact.id)
    .map((candidate) => ({ id: candidate.id, ...matchContacts(contact, candidate) }))
    .filter(({ decision }) => decision !== 'distinct')
    .sort((x, y) => y.score - x.score || (x.id < y.id ? -1 : 1));
}

function findConflicts(a: ContactFacts, b: ContactFacts): ContactReason[] {
  const conflicts: ContactReason[] = [];
  const systems = sharedSystems(a, b).filter((system) => a.externalIds?.[system] !== b.externalIds?.[system]);
  for (const system of systems) {
    conflicts.push({ rule: 'other-external-id', weight: 0, why: `They have different ids in ${system}.` });
  }
  if (a.userId && b.userId && a.userId !== b.userId) {
    conflicts.push({ rule: 'other-user-id', weight: 0, why: 'They have different user ids.' });
  }
  return conflicts;
}

function sharedSystems(a: ContactFacts, b: ContactFacts): string[] {
  const [ours, theirs] = [a.externalIds ?? {}, b.externalIds ?? {}];
  return Object.keys(ours)
    .filter((system) => Object.hasOwn(theirs, system) && ours[system] !== '' && theirs[system] !== '')
    .sort();
}

function findEvidence(a: ContactFacts, b: ContactFacts): ContactReason[] {
  const reasons: ContactReason[] = [];
  const system = sharedSystems(a, b).find((name) => a.externalIds?.[name] === b.externalIds?.[name]);
  if (system !== undefined)
    reasons.push({ rule: 'external-id', weight: 1, why: `They have the same id in ${system}.` });
  if (a.userId && a.userId === b.userId) {
    reasons.push({ rule: 'user-id', weight: 0.99, why: 'They have the same user id.' });
  }
  const likeness = comparePersonNames(a.name ?? '', b.name ?? '');
  const email = findSharedEmail(a, b);
  if (email !== null) reasons.push(weighEmail(email, likeness, a, b));
  const phone = findSharedPhone(a, b);
  if (phone !== null) reasons.push({ rule: 'phone', weight: 0.8, why: `Both have the phone number ${phone}.` });
  const isSameCompany = areColleagues(a, b);
  if ((phone !== null || isSameCompany) && likeness >= closeName) {
    reasons.push(
      likeness === 1
        ? { rule: 'name', weight: 0.75, why: 'They have the same name.' }
        : { rule: 'close-name', weight: 0.6, why: 'Their names are close.' },
    );
  }
  // Being at one company says nothing about strangers: it counts only beside something of their own.
  if (isSameCompany && reasons.length > 0) {
    reasons.push({ rule: 'company', weight: 0.3, why: 'They are at the same company.' });
  }
  return reasons;
}

/** A mailbox that several read is proof only together with the name. */
function weighEmail(key: string, likeness: number, a: ContactFacts, b: ContactFacts): ContactReason {
  const isNamed = Boolean(a.name?.trim()) && Boolean(b.name?.trim());
  if (isRoleMailbox(key) && !(isNamed && likeness >= closeName)) {
    return { rule: 'role-mailbox', weight: 0.65, why: `Both use the mailbox ${key}, which several people may read.` };
  }
  return { rule: 'email', weight: 0.97, why: `Both have the e-mail address ${key}.` };
}

function findSharedEmail(a: ContactFacts, b: ContactFacts): string | null {
  const keysOf = ({ emails = [] }: ContactFacts) => emails.map((text) => readEmail(text)?.key ?? null);
  const theirs = keysOf(b);
  const shared = keysOf(a).filter((key) => key !== null && theirs.includes(key));
  return (
    shared.sort(
      (x, y) => Number(isRoleMailbox(x ?? '')) - Number(isRoleMailbox(y ?? '')) || (String(x) < String(y) ? -1 : 1),
    )[0] ?? null
  );
}

/** A company's number with two extensions is two desks. */
function findSharedPhone(a: ContactFacts, b: ContactFacts): string | null {
  const phonesOf = ({ phones = [], country }: ContactFacts) =>
    phones.map((text) => readPhone(text, country)).filter((phone) => phone !== null);
  const theirs = phonesOf(b);
  const shared = phonesOf(a).filter((phone) =>
    theirs.some((other) => other.key === phone.key && other.extension === phone.extension),
  );
  return shared.map(({ key }) => key).sort()[0] ?? null;
}

function areColleagues(a: ContactFacts, b: ContactFacts): boolean {
  if (a.accountId && a.accountId === b.accountId) return true;
  const domainsOf = ({ emails = [] }: ContactFacts) =>
    emails.map((text) => classifyDomain(readEmail(text)?.domain ?? '')?.accountKey ?? null);
  const theirs = domainsOf(b);
  if (domainsOf(a).some((key) => key !== null && theirs.includes(key))) return true;
  return compareCompanyNames(a.company ?? '', b.company ?? '') === 1;
}

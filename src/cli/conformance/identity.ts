import { companyKey } from '../../core/identity/company.ts';
import { classifyDomain } from '../../core/identity/domain.ts';
import { readEmail } from '../../core/identity/email.ts';
import { applyMerge, planMerge } from '../../core/identity/merge.ts';
import { contactMergeRules, type MergeRecord, type MergeRules } from '../../core/identity/merge-rule.ts';
import { stitchMessages } from '../../core/identity/stitching.ts';
import { jaroWinkler } from '../../core/matching/jaro-winkler.ts';
import { matchAccount } from '../../core/matching/match-account.ts';
import { nameOperation, type Operation } from './operation.ts';

type Lead = { email?: string; company?: string; country?: string; phone?: string; zip?: string; domain?: string };
type Account = {
  id: string;
  name: string;
  domain?: string;
  aliases?: string[];
  country?: string;
  phone?: string;
  zip?: string;
  open_deal?: boolean;
  target?: boolean;
  last_activity?: string;
};
type Event = { t: number; type: string; anon?: unknown; user?: unknown; previous?: unknown };

/** The lead stages in the words of the cases (`rulings.md`, names). */
const stages = ['subscriber', 'lead', 'mql', 'sal', 'sql', 'opportunity', 'customer', 'evangelist'];

/** The fields of a person in the words of the cases. */
const mergeRules: MergeRules = {
  ...contactMergeRules,
  external_id: 'unique',
  user_id: 'unique',
  created: 'earliest',
  first_touch: 'earliest',
  stage: 'furthest',
};

export const operations: Operation[] = [
  nameOperation('op', 'email_key', ({ email }: { email: string }) => readEmail(email)),
  nameOperation('op', 'domain_class', ({ domains }: { domains: string[] }) => {
    const classes = domains.map(classifyDomain);
    return {
      class: classes.map((found) => found?.kind ?? null),
      account_key: classes.map((found) => found?.accountKey ?? null),
    };
  }),
  nameOperation('op', 'company_key', ({ names }: { names: string[] }) => ({ keys: names.map(companyKey) })),
  nameOperation('op', 'jaro_winkler', ({ pairs }: { pairs: [string, string][] }) => ({
    values: pairs.map(([a, b]) => jaroWinkler(a, b)),
  })),
  nameOperation('op', 'match_account', ({ lead, accounts }: { lead: Lead; accounts: Account[] }) => {
    const { domain: website, ...facts } = lead;
    const match = matchAccount({ ...facts, ...(website === undefined ? {} : { website }) }, accounts.map(toAccount));
    return { ...match, rule: inWordsOfCases(match.rule) };
  }),
  nameOperation('op', 'stitch', ({ events }: { events: Event[] }) => stitch(events)),
  nameOperation('op', 'merge', ({ keep, drop }: { keep: MergeRecord; drop: MergeRecord }) => {
    const plan = planMerge(keep, drop, mergeRules, stages);
    return plan.refused === null ? applyMerge(plan, keep) : { refused: inWordsOfCases(plan.refused) };
  }),
];

function toAccount({ open_deal: hasOpenDeal, target: isTarget, last_activity: lastActivity, ...account }: Account) {
  return {
    ...account,
    hasOpenDeal: hasOpenDeal ?? false,
    isTarget: isTarget ?? false,
    lastActivityAt: lastActivity === undefined ? null : Date.parse(lastActivity),
  };
}

function stitch(events: readonly Event[]) {
  const messages = events.map(({ t, type, anon, user, previous }, at) => ({
    id: String(at).padStart(9, '0'),
    at: t,
    type,
    anonymousId: anon,
    userId: user,
    previousId: previous,
  }));
  const { persons, refused } = stitchMessages(messages);
  const timeOf = new Map(messages.map(({ id, at }) => [id, at]));
  return {
    persons: Object.fromEntries(persons.map((person) => [person.id, person.messages.map((id) => timeOf.get(id))])),
    refused: refused.map(({ at, reason }) => ({ t: at, reason: inWordsOfCases(reason) })),
  };
}

function inWordsOfCases(code: string): string {
  return code.replaceAll('-', '_');
}

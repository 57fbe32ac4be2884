import type { Ctx } from '../../context.ts';
import { BatonError, type FieldProblem } from '../../core/errors.ts';
import { classifyDomain } from '../../core/identity/domain.ts';
import { accountFields } from '../../core/record-fields.ts';
import { changeFields } from '../contacts/change-contact.ts';
import type { AccountChange } from './schema.ts';
import type { AccountValues } from './store.ts';

/** An account as a person changed it, told now: messages that happened before no longer change those fields. */
export function changeAccount(
  ctx: Ctx,
  before: AccountValues,
  { domains, fields, ...change }: AccountChange,
  readDomains: readonly string[],
): AccountValues {
  const now = ctx.now.getTime();
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  const told = [
    ...Object.entries(accountFields).flatMap(([key, field]) => (given.some(([one]) => one === key) ? [field] : [])),
    ...Object.keys(fields ?? {}).map((key) => `custom.${key}`),
  ].map((field) => [field, now]);
  return {
    ...before,
    ...Object.fromEntries(given),
    domain: domains === undefined ? before.domain : (readDomains[0] ?? null),
    fields: changeFields(before.fields, fields),
    toldAt: { ...before.toldAt, ...Object.fromEntries(told) },
  };
}

/** The registrable domains that a person wrote, or an error that names those by which no company can be told. */
export function readDomains(domains: readonly string[] = []): string[] {
  const errors: FieldProblem[] = [];
  const found = new Set<string>();
  for (const [at, text] of domains.entries()) {
    const key = classifyDomain(text)?.accountKey ?? null;
    const detail = 'Give a domain of the company itself, such as plant.com: not a mail provider.';
    if (key === null) errors.push({ pointer: `#/domains/${at}`, detail });
    else found.add(key);
  }
  const [first] = errors;
  if (first !== undefined) throw new BatonError('invalid', 'account.domain-invalid', first.detail, { errors });
  return [...found];
}

/** What the audit log keeps of an account. */
export function auditAccount(account: AccountValues): Record<string, unknown> {
  const entries = Object.keys(accountFields).map((key) => [key, account[key as keyof AccountValues] ?? null]);
  return { ...Object.fromEntries(entries), fields: account.fields };
}

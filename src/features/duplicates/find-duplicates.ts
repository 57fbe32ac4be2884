import type { z } from 'zod';
import type { Ctx } from '../../context.ts';
import { companyKey } from '../../core/identity/company.ts';
import { classifyDomain } from '../../core/identity/domain.ts';
import { readEmail } from '../../core/identity/email.ts';
import { phoneKey } from '../../core/identity/phone.ts';
import { matchAccounts } from '../../core/matching/match-accounts.ts';
import { type ContactFacts, findDuplicates } from '../../core/matching/match-contacts.ts';
import { sortKey } from '../../core/text.ts';
import type { checkAccount, checkContact, Lookalike } from './schema.ts';
import { findLikeAccounts, findLikeContacts, selectAccountFacts, selectContactFacts } from './store.ts';

/** So many that share a key or a name alike are compared in full; the likeliest are told. */
const [mostCompared, mostTold] = [100, 5];

type ContactRow = Awaited<ReturnType<typeof selectContactFacts>>[number];
type AccountRow = Awaited<ReturnType<typeof selectAccountFacts>>[number];

/** Who looks like somebody that is about to be added. Of who is out of reach it is told only that there is somebody. */
export async function findLikePeople(
  ctx: Ctx,
  asked: z.output<NonNullable<(typeof checkContact)['query']>>,
): Promise<{ data: Lookalike[] }> {
  const { email = '', phone = '', name = '', company = '', accountId = null } = asked;
  const keys = { emails: keysOf(readEmail(email)?.key), phones: keysOf(phoneKey(phone)), name: sortKey(name) };
  const rows = await selectContactFacts(ctx, await findLikeContacts(ctx, keys, mostCompared));
  const typed: ContactFacts = {
    ...{ id: '', name, company, accountId },
    emails: email === '' ? [] : [email],
    phones: phone === '' ? [] : [phone],
  };
  const found = findDuplicates(typed, rows.map(toContactFacts)).map(({ id, score, reasons }) => {
    const row = rows.find((one) => one.id === id);
    return tell(row?.isReached ?? false, id, row?.name ?? row?.email ?? row?.phone ?? '', {
      score,
      reasons: reasons.map(({ why }) => why),
    });
  });
  return { data: found.slice(0, mostTold) };
}

/** Which companies look like one that is about to be added. */
export async function findLikeCompanies(
  ctx: Ctx,
  { name = '', domain = '', country = '' }: z.output<NonNullable<(typeof checkAccount)['query']>>,
): Promise<{ data: Lookalike[] }> {
  const domains = keysOf(classifyDomain(domain)?.accountKey);
  const asked = { domains, companyKey: companyKey(name), name: sortKey(name) };
  const rows = await selectAccountFacts(ctx, await findLikeAccounts(ctx, asked, mostCompared));
  const typed = { id: '', name, domain: domains[0] ?? null, country: country || null };
  const found = rows
    .map((row) => ({ row, ...matchAccounts(typed, toAccountFacts(row)) }))
    .filter(({ isLikely }) => isLikely)
    .toSorted((a, b) => b.score - a.score || (a.row.id < b.row.id ? -1 : 1))
    .map(({ row, score, reasons }) => tell(row.isReached, row.id, row.name ?? row.domain ?? '', { score, reasons }));
  return { data: found.slice(0, mostTold) };
}

function tell(
  isReached: boolean,
  id: string,
  name: string,
  { score, reasons }: { score: number; reasons: readonly string[] },
): Lookalike {
  return isReached
    ? { id, name, score, reasons: [...reasons] }
    : { id: null, name: null, score, reasons: ['It is out of your reach.'] };
}

const keysOf = (key: string | null | undefined): string[] => (key === null || key === undefined ? [] : [key]);

/** A main address that another contact has as its key is this contact's all the same. */
export const toContactFacts = ({ email, phone, emails, phones, ...row }: ContactRow): ContactFacts => ({
  ...row,
  emails: email === null ? emails : [email, ...emails],
  phones: phone === null ? phones : [phone, ...phones],
});

export const toAccountFacts = ({ name, ...row }: AccountRow) => ({ ...row, name: name ?? '' });

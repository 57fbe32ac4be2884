import type { Ctx } from '../../context.ts';
import { requireFound } from '../../core/version.ts';
import { findAccountRow, listPeopleOf } from '../../db/account-rows.ts';
import { actForWriting } from '../contacts/read-contact.ts';
import { nameLists } from '../lists/name-lists.ts';
import { readTimeline } from '../timelines/read-timeline.ts';
import { toAccountSummary } from './list-accounts.ts';
import type { Account } from './schema.ts';

/** So many people are shown with a company; the list of people has the rest. */
const mostPeople = 100;

/** One company within reach with its buying committee. */
export async function readAccount(ctx: Ctx, accountId: string): Promise<Account> {
  const row = requireFound('account', await findAccountRow(ctx, accountId, actForWriting(ctx)));
  const people = await listPeopleOf(ctx, accountId, mostPeople);
  const { domain, domains, mergedInto, mayEdit } = row;
  return {
    ...toAccountSummary(row),
    domains: domain === null ? domains : [domain, ...domains.filter((one) => one !== domain)],
    lists: await nameLists(ctx, accountId),
    committee: people.map(
      ({ id, name, email, phone, title, buyingRole, persona, grade, currentStage, lastTouchAt }) => ({
        ...{ id, name: name ?? email ?? phone ?? '', title, buyingRole, persona, grade, stage: currentStage },
        lastTouchAt: lastTouchAt?.toISOString() ?? null,
      }),
    ),
    mergedInto,
    mayEdit,
  };
}

/** What happened between us and the people of a company, once the company is within reach. */
export async function readAccountTimeline(ctx: Ctx, accountId: string, query: Parameters<typeof readTimeline>[2]) {
  requireFound('account', await findAccountRow(ctx, accountId, null));
  return readTimeline(ctx, { accountId }, query);
}

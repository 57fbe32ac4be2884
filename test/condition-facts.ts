import type { Selectable } from 'kysely';
import type { WorkspaceId } from '../src/context.ts';
import type { AccountFacts, ContactFacts, DealFacts, Facts, TouchFacts } from '../src/core/agreement/facts.ts';
import type { Database } from '../src/db/database.ts';
import { wordKinds } from '../src/db/people-tables.ts';
import type { Tables } from '../src/db/tables.ts';

/** The facts of every contact of a workspace, read from the tables by the rules that `meetsCondition` states. */
export async function readFacts(
  db: Database,
  workspaceId: WorkspaceId,
  at: Date,
  current: boolean,
): Promise<Map<string, Facts>> {
  const all = <
    T extends keyof Tables &
      (
        | 'contacts'
        | 'accounts'
        | 'deals'
        | 'dealContacts'
        | 'handoffs'
        | 'lists'
        | 'listEntries'
        | 'identities'
        | 'dictionary'
        | 'touches'
      ),
  >(
    table: T,
  ) =>
    db
      .selectFrom(table as 'contacts')
      .selectAll()
      .where('workspaceId', '=', workspaceId)
      .execute() as unknown as Promise<Selected<T>[]>;
  const [contacts, accounts, deals, links] = await Promise.all([
    all('contacts'),
    all('accounts'),
    all('deals'),
    all('dealContacts'),
  ]);
  const [handoffs, lists, entries] = await Promise.all([all('handoffs'), all('lists'), all('listEntries')]);
  const [identities, words, touches] = await Promise.all([all('identities'), all('dictionary'), all('touches')]);

  const word = new Map(words.map(({ code, value }) => [code, value]));
  const listsOf = (object: string, id: string) =>
    lists
      .filter((list) => list.object === object && entries.some((one) => one.listId === list.id && one.recordId === id))
      .map(({ name }) => name);
  const dealOf = (contactId: string): DealFacts | null => {
    const mine = deals.filter(
      (deal) =>
        deal.deletedAt === null && links.some((link) => link.dealId === deal.id && link.contactId === contactId),
    );
    const closedAt = (deal: (typeof deals)[number]) =>
      (deal.wonAt ?? deal.lostAt)?.getTime() ?? Number.POSITIVE_INFINITY;
    const [deal] = mine.toSorted((a, b) =>
      closedAt(a) === closedAt(b) ? (a.id < b.id ? 1 : -1) : closedAt(b) - closedAt(a),
    );
    if (!deal) return null;
    const { stage, kind, expectedClose, baseAmount, wonAt, lostAt } = deal;
    return {
      open: wonAt === null && lostAt === null,
      won: wonAt !== null,
      amount: baseAmount,
      stage,
      kind,
      expectedClose,
    };
  };
  const accountOf = (id: string | null): AccountFacts | null => {
    const account = accounts.find((one) => one.id === id && one.deletedAt === null);
    return account
      ? {
          ...account,
          owner: account.ownerId,
          lists: listsOf('account', account.id),
          custom: account.fields as CustomValues,
        }
      : null;
  };
  const touchesOf = (contactId: string, after: Date | null): TouchFacts[] => {
    const mine = new Set(identities.filter((identity) => identity.contactId === contactId).map(({ id }) => id));
    return touches
      .filter((touch) => mine.has(touch.identityId) && (after === null || touch.at.getTime() > after.getTime()))
      .map((touch) => ({
        ...Object.fromEntries(wordKinds.map((kind) => [kind, word.get(touch[kind] ?? -1)])),
        ...{
          kind: word.get(touch.kind) as string,
          department: touch.department,
          at: touch.at.getTime(),
          prop: touch.props as CustomValues,
        },
      }));
  };
  return new Map(
    contacts.map((contact) => [
      contact.id,
      {
        at: at.getTime(),
        contact: {
          ...contact,
          createdAt: contact.createdAt.getTime(),
          owner: contact.ownerId,
          lists: listsOf('contact', contact.id),
          custom: contact.fields as CustomValues,
        },
        account: accountOf(contact.accountId),
        derived: { ...contact, stage: contact.currentStage, lastTouchAt: contact.lastTouchAt?.getTime() ?? null },
        touches: touchesOf(contact.id, current ? contact.cycleBeganAt : null),
        deal: dealOf(contact.id),
        confirm:
          handoffs.filter((one) => one.contactId === contact.id).toSorted((a, b) => b.number - a.number)[0]?.confirm ??
          null,
      },
    ]),
  );
}

type CustomValues = NonNullable<ContactFacts['custom']>;
type Selected<T extends keyof Tables> = Selectable<Tables[T]>;

import { type Insertable, sql } from 'kysely';
import type { WorkspaceId } from '../src/context.ts';
import type { AccountFacts, ContactFacts } from '../src/core/agreement/facts.ts';
import { storeTexts } from '../src/core/agreement/stored-text.ts';
import { wordForm } from '../src/core/agreement/words.ts';
import { foldText } from '../src/core/text.ts';
import type { Database } from '../src/db/database.ts';
import { newId } from '../src/db/ids.ts';
import { wordKinds } from '../src/db/people-tables.ts';
import type { Tables } from '../src/db/tables.ts';
import { testEpoch } from './clock.ts';

type Own = Record<string, unknown>;
type Words = Partial<Record<(typeof wordKinds)[number], string | null>>;
export type NewTouch = Words & { at: Date; department?: 'marketing' | 'sales'; props?: Own };
export type NewDeal = {
  wonAt?: Date;
  lostAt?: Date;
  deleted?: boolean;
  amount?: number | null;
  stage?: string;
  kind?: 'new' | 'expansion' | 'renewal' | 'churn';
  expectedClose?: string | null;
};
export type NewAccount = Omit<AccountFacts, 'owner' | 'custom'> & {
  ownerId?: string | null;
  deleted?: boolean;
  fields?: Own;
};
type Plain = Omit<ContactFacts, 'owner' | 'custom' | 'createdAt' | 'consent'>;
type Derived = Pick<
  Insertable<Tables['contacts']>,
  | 'fit'
  | 'engagement'
  | 'grade'
  | 'persona'
  | 'segment'
  | 'touchCount'
  | 'lastTouchAt'
  | 'currentStage'
  | 'cycle'
  | 'cycleBeganAt'
  | 'journeyStep'
>;
export type NewPerson = Plain & {
  createdAt?: Date;
  ownerId?: string | null;
  consent?: Own;
  fields?: Own;
  derived?: Derived;
  account?: NewAccount | null;
  deals?: NewDeal[];
  handoffs?: Record<string, string | null>[];
  touches?: NewTouch[];
};

/** Stores people as the features do: values, and beside them the texts as they compare. Gives their ids in order. */
export async function storePeople(
  db: Database,
  workspace: WorkspaceId,
  people: readonly NewPerson[],
): Promise<string[]> {
  const own = { workspaceId: workspace };
  const id = () => newId(testEpoch);
  const dates = { createdAt: testEpoch, updatedAt: testEpoch };
  const custom = (fields: Own = {}) =>
    Object.fromEntries(Object.entries(fields).map(([key, value]) => [`custom.${key}`, value]));
  const rows = people.map((person) => ({ person, id: id(), accountId: person.account ? id() : null }));

  const accounts = rows.flatMap(({ person: { account }, accountId }) => {
    if (!account || accountId === null) return [];
    const { deleted, fields = {}, lists: _lists, ...values } = account;
    const texts = storeTexts({ ...textsOf(values), ...custom(fields) });
    const stored = { fields: JSON.stringify(fields), texts: JSON.stringify(texts), sortKey: '' };
    return [
      {
        ...own,
        ...dates,
        ...values,
        ...stored,
        id: accountId,
        isTarget: values.isTarget ?? false,
        deletedAt: deleted ? testEpoch : null,
      },
    ];
  });
  if (accounts.length > 0) await db.insertInto('accounts').values(accounts).execute();

  await db
    .insertInto('contacts')
    .values(
      rows.map(({ person, id: contactId, accountId }) => {
        const {
          derived = {},
          account: _a,
          deals: _d,
          handoffs: _h,
          touches: _t,
          lists: _l,
          consent = {},
          fields = {},
          ...values
        } = person;
        const texts = storeTexts({
          ...textsOf(values),
          email_domain: values.emailDomain,
          first_name: values.firstName,
          last_name: values.lastName,
          ...custom(fields),
        });
        const json = { consent: JSON.stringify(consent), fields: JSON.stringify(fields), texts: JSON.stringify(texts) };
        return { ...own, ...dates, ...values, ...derived, ...json, id: contactId, accountId, sortKey: '' };
      }),
    )
    .execute();

  await storeLists(
    db,
    workspace,
    'contact',
    rows.map((row) => [row.id, row.person.lists ?? []]),
  );
  await storeLists(
    db,
    workspace,
    'account',
    rows.flatMap((row) => (row.accountId === null ? [] : [[row.accountId, row.person.account?.lists ?? []]])),
  );

  const deals = rows.flatMap((row) => (row.person.deals ?? []).map((deal) => ({ deal, id: id(), contactId: row.id })));
  if (deals.length > 0) {
    await db
      .insertInto('deals')
      .values(
        deals.map(({ deal, id: dealId }) => {
          const {
            wonAt = null,
            lostAt = null,
            deleted,
            amount = null,
            stage = 'Open',
            kind = 'new',
            expectedClose = null,
          } = deal;
          const values = {
            wonAt,
            lostAt,
            baseAmount: amount,
            stage,
            kind,
            expectedClose,
            deletedAt: deleted ? testEpoch : null,
          };
          return {
            ...own,
            ...dates,
            ...values,
            id: dealId,
            name: 'Deal',
            currency: 'EUR',
            openedAt: testEpoch,
            texts: JSON.stringify(storeTexts({ stage, kind })),
          };
        }),
      )
      .execute();
    await db
      .insertInto('dealContacts')
      .values(deals.map((deal) => ({ ...own, dealId: deal.id, contactId: deal.contactId })))
      .execute();
  }

  const handoffs = rows.flatMap((row) =>
    (row.person.handoffs ?? []).map((confirm, index) => ({ confirm, number: index + 1, contactId: row.id })),
  );
  if (handoffs.length > 0) await storeHandoffs(db, workspace, handoffs);
  await storeTouches(
    db,
    workspace,
    rows.flatMap((row) => (row.person.touches ?? []).map((touch) => ({ touch, contactId: row.id }))),
  );
  return rows.map((row) => row.id);
}

type Named = { name?: string | null };
const textsOf = (values: Named & Own): Own => {
  const { name, domain, industry, country, email, title, phone, language, source } = values;
  return { name, domain, industry, country, email, title, phone, language, source };
};

async function storeLists(
  db: Database,
  workspaceId: WorkspaceId,
  object: 'contact' | 'account',
  entries: readonly (readonly [string, readonly string[]])[],
) {
  const names = new Map(entries.flatMap(([, lists]) => lists.map((name) => [foldText(name), name] as const)));
  if (names.size === 0) return;
  const lists = [...names].map(([nameKey, name]) => ({
    workspaceId,
    id: newId(testEpoch),
    object,
    name,
    nameKey,
    createdAt: testEpoch,
  }));
  await db.insertInto('lists').values(lists).execute();
  const listId = (name: string) => lists.find((list) => list.nameKey === foldText(name))?.id as string;
  const rows = entries.flatMap(([recordId, own]) =>
    [...new Set(own.map(listId))].map((id) => ({ workspaceId, listId: id, recordId, addedAt: testEpoch })),
  );
  await db.insertInto('listEntries').values(rows).execute();
}

type NewHandoff = { confirm: Record<string, string | null>; number: number; contactId: string };

/** Of the agreement and the owner a condition asks nothing, so whichever are there will do. */
async function storeHandoffs(db: Database, workspaceId: WorkspaceId, handoffs: NewHandoff[]): Promise<void> {
  const { id: versionId } = await db
    .selectFrom('agreementVersions')
    .select('id')
    .where('workspaceId', '=', workspaceId)
    .executeTakeFirstOrThrow();
  const { id: memberId } = await db
    .selectFrom('members')
    .select('id')
    .where('workspaceId', '=', workspaceId)
    .executeTakeFirstOrThrow();
  await db
    .insertInto('handoffs')
    .values(
      handoffs.map(({ confirm, number, contactId }) => ({
        ...{
          workspaceId,
          id: newId(testEpoch),
          contactId,
          number,
          memberId,
          versionId,
          cycle: 0,
          explore: false,
          brief: '{}',
        },
        ...{
          status: 'cancelled' as const,
          assignedAt: testEpoch,
          offeredAt: testEpoch,
          closedAt: testEpoch,
        },
        ...{ confirm: JSON.stringify(confirm), texts: JSON.stringify(storeTexts(confirm)) },
      })),
    )
    .execute();
}

/** Two identities a contact, so that a condition has to look at both. */
async function storeTouches(
  db: Database,
  workspaceId: WorkspaceId,
  touches: { touch: NewTouch; contactId: string }[],
): Promise<void> {
  if (touches.length === 0) return;
  await sql`create table if not exists touches_of_test partition of touches default`.execute(db);
  const contacts = [...new Set(touches.map((touch) => touch.contactId))];
  const identities = await db
    .insertInto('identities')
    .values(
      contacts.flatMap((contactId) =>
        ['a', 'b'].map((mark) => ({
          workspaceId,
          kind: 'anonymous' as const,
          value: contactId + mark,
          contactId,
          createdAt: testEpoch,
        })),
      ),
    )
    .returning(['id', 'contactId'])
    .execute();
  const words = new Map<string, Insertable<Tables['dictionary']>>();
  for (const { touch } of touches) {
    for (const kind of wordKinds) {
      const value = kind === 'kind' ? (touch.kind ?? 'event') : touch[kind];
      if (value == null) continue;
      const folded = foldText(value);
      words.set(`${kind} ${value}`, { workspaceId, kind, value, folded, words: wordForm(folded) });
    }
  }
  const entries = await db
    .insertInto('dictionary')
    .values([...words.values()])
    .returning(['kind', 'value', 'code'])
    .execute();
  const codes = new Map(entries.map(({ kind, value, code }) => [`${kind} ${value}`, code]));
  const rows = touches.map(({ touch, contactId }, index) => {
    const { at, department = 'marketing', props = {}, ...given } = touch;
    const coded = Object.fromEntries(wordKinds.map((kind) => [kind, codes.get(`${kind} ${given[kind]}`) ?? null]));
    const mine = identities.filter((identity) => identity.contactId === contactId);
    return {
      ...{ ...coded, kind: codes.get(`kind ${given.kind ?? 'event'}`) as number },
      ...{
        workspaceId,
        at,
        id: newId(testEpoch),
        identityId: mine[index % 2]?.id as number,
        knownAt: at,
        department,
        live: true,
      },
      ...{
        props: JSON.stringify(props),
        texts: JSON.stringify(
          storeTexts(Object.fromEntries(Object.entries(props).map(([key, value]) => [`prop.${key}`, value]))),
        ),
      },
    };
  });
  await db.insertInto('touches').values(rows).execute();
}

import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../context.ts';
import type { MemberDepartment } from '../../core/access.ts';
import { buildCatalogue } from '../../core/agreement/catalogue.ts';
import { meetsAccountFilter, meetsContactFilter } from '../../db/contact-query.ts';
import { reachesAccount, reachesContact } from '../../db/contact-scope.ts';
import { findText, isOnPage, rankText } from '../../db/find-text.ts';
import { containing, startingWith } from '../../db/like-pattern.ts';
import { withinReach } from '../../db/scope.ts';

type MemberHit = {
  kind: 'member' | 'team';
  id: string;
  label: string;
  email: string | null;
  department: MemberDepartment;
  rank: number;
};

/**
 * Active members and teams by name or address: first what begins with the text, then a later word or an address that
 * does, then what contains it or is spelled alike (trigrams, which forgive a typing error).
 *
 * @param name the text as names are stored for ordering
 * @param email the text as addresses are stored for comparing
 */
export async function findMembersAndTeams(ctx: Ctx, name: string, email: string, limit: number): Promise<MemberHit[]> {
  const begins = startingWith(name);
  const word = containing(` ${name}`);
  // From 5 letters on a typing error leaves more than half of the trigrams; of fewer, half of all names are alike.
  const alike = (column: RawBuilder<unknown>) =>
    name.length < 5 ? sql`false` : sql`word_similarity(${name}, ${column}) > 0.5`;
  const { rows } = await sql<MemberHit>`
    select kind, id, label, email, department,
      case when name_key like ${begins} then 0
           when name_key like ${word} or email_key like ${startingWith(email)} then 1
           else 2 end as rank
    from (
      select 'member' as kind, m.id, m.name as label, m.name_key, m.email, m.email_key, m.department
      from members m
      where m.workspace_id = ${ctx.workspace} and m.active and ${withinReach({ ...ctx, reach: 'all' }, sql.ref('m.id'))}
        and (m.name_key like ${containing(name)} or m.email_key like ${containing(email)} or ${alike(sql.ref('m.name_key'))})
      union all
      select 'team', t.id, t.name, t.name_key, null, null, t.department
      from teams t
      where t.workspace_id = ${ctx.workspace} and t.archived_at is null
        and (t.name_key like ${containing(name)} or ${alike(sql.ref('t.name_key'))})
    ) found
    order by rank, word_similarity(${name}, name_key) desc, similarity(${name}, name_key) desc, name_key, id
    limit ${limit}`.execute(ctx.db);
  return rows;
}

type RecordHit = { id: string; label: string; detail: string | null; rank: number };

/** People within reach: the best answer first, then who was there last. */
export async function findContacts(ctx: Ctx, text: string, limit: number): Promise<RecordHit[]> {
  const meets = meetsContactFilter(ctx, { catalogue: none });
  const tests = await findText(ctx, 'contact', text, meets);
  if (tests === null) return [];
  const rank = rankText('contact', text);
  const value = sql`row(${rank}, coalesce(-extract(epoch from c.last_touch_at), 0), c.sort_key)`;
  const page = { meets, value, after: null, direction: 'asc', limit } as const;
  const { rows } = await sql<RecordHit>`
    select c.id, coalesce(c.name, c.email, c.phone, '') as label, ${rank} as rank,
      concat_ws(', ', c.title, coalesce(a.name, a.domain), case when c.name is not null then c.email end) as detail
    from contacts c
    left join accounts a on a.workspace_id = c.workspace_id and a.id = c.account_id and a.deleted_at is null
    where c.workspace_id = ${ctx.workspace} and ${isOnPage(ctx, { table: 'contacts', alias: 'c' }, tests, page)}
    order by ${value}, c.id`.execute(ctx.db);
  return rows;
}

/** Companies within reach, the best answer first. */
export async function findAccounts(ctx: Ctx, text: string, limit: number): Promise<RecordHit[]> {
  const meets = meetsAccountFilter(ctx, { catalogue: none });
  const tests = await findText(ctx, 'account', text, meets);
  if (tests === null) return [];
  const rank = rankText('account', text);
  const value = sql`row(${rank}, a.sort_key)`;
  const page = { meets, value, after: null, direction: 'asc', limit } as const;
  const { rows } = await sql<RecordHit>`
    select a.id, coalesce(a.name, a.domain, '') as label, ${rank} as rank,
      concat_ws(', ', a.industry, case when a.name is not null then a.domain end) as detail
    from accounts a
    where a.workspace_id = ${ctx.workspace} and ${isOnPage(ctx, { table: 'accounts', alias: 'a' }, tests, page)}
    order by ${value}, a.id`.execute(ctx.db);
  return rows;
}

type DealHit = RecordHit & {
  accountId: string | null;
  contactId: string | null;
  amount: number | null;
  currency: string;
};

/** Deals by name, of a company or a person within reach or of a member who is: open ones first, then the latest. */
export async function findDeals(ctx: Ctx, folded: string, limit: number): Promise<DealHit[]> {
  const name = sql`case jsonb_typeof(d.texts -> 'name') when 'array' then d.texts -> 'name' ->> 0 else d.texts ->> 'name' end`;
  const words = folded.split(' ').map((word) => sql<boolean>`(${name}) like ${containing(word)}`);
  const reached = sql`(
    ${withinReach(ctx, sql.ref('d.owner_id'))}
    or exists (
      select from accounts a where a.workspace_id = d.workspace_id and a.id = d.account_id and ${reachesAccount(ctx, 'read')}
    )
    or exists (
      select from deal_contacts l join contacts c on c.workspace_id = l.workspace_id and c.id = l.contact_id
      where l.workspace_id = d.workspace_id and l.deal_id = d.id and ${reachesContact(ctx)}
    )
  )`;
  const { rows } = await sql<DealHit>`
    select d.id, d.name as label, d.amount, d.currency, concat_ws(', ', coalesce(a.name, a.domain), d.stage) as detail,
      case when (${name}) like ${startingWith(folded)} then 0 when (${name}) like ${containing(` ${folded}`)} then 1 else 2 end as rank,
      (select a.id from accounts a where a.workspace_id = d.workspace_id and a.id = d.account_id and a.deleted_at is null
        and ${reachesAccount(ctx, 'read')}) as account_id,
      (select c.id from deal_contacts l join contacts c on c.workspace_id = l.workspace_id and c.id = l.contact_id
        where l.workspace_id = d.workspace_id and l.deal_id = d.id and c.deleted_at is null and c.merged_into is null
          and ${reachesContact(ctx)} order by c.id limit 1) as contact_id
    from deals d
    left join accounts a on a.workspace_id = d.workspace_id and a.id = d.account_id and a.deleted_at is null
    where d.workspace_id = ${ctx.workspace} and d.deleted_at is null and ${sql.join(words, sql` and `)} and ${reached}
    order by rank, coalesce(d.won_at, d.lost_at) desc nulls first, d.created_at desc, d.id
    limit ${limit}`.execute(ctx.db);
  return rows;
}

/** The search asks no condition. */
const none = buildCatalogue({ currency: 'EUR', personas: [], segments: [], stages: [], journey: [] });

const tableOf = { contact: sql.raw('contacts'), account: sql.raw('accounts') } as const;

export async function deleteUnusedWords(ctx: Ctx, object: 'contact' | 'account'): Promise<void> {
  await sql`
    delete from search_words known
    where known.workspace_id = ${ctx.workspace} and known.object = ${object} and not exists (
      select from ${tableOf[object]} named
      where named.workspace_id = known.workspace_id and string_to_array(named.sort_key, ' ') @> array[known.word::text]
    )`.execute(ctx.db);
}

export async function addMissingWords(ctx: Ctx, object: 'contact' | 'account'): Promise<void> {
  await sql`
    insert into search_words (workspace_id, object, word)
    select ${ctx.workspace}::uuid, ${object}, part.word
    from (
      select distinct word from ${tableOf[object]} named, unnest(string_to_array(named.sort_key, ' ')) word
      where named.workspace_id = ${ctx.workspace} and length(word) between 4 and 64
    ) part
    where not exists (
      select from search_words known
      where known.workspace_id = ${ctx.workspace} and known.object = ${object} and known.word = part.word collate "C"
    )`.execute(ctx.db);
}

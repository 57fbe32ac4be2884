import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../context.ts';
import type { MemberDepartment } from '../../core/access.ts';
import { containing, startingWith } from '../../db/like-pattern.ts';
import { withinReach } from '../../db/scope.ts';

export type HitRow = {
  kind: 'member' | 'team';
  id: string;
  label: string;
  email: string | null;
  department: MemberDepartment;
};

/**
 * Active members and teams by name or address: first what begins with the text, then a later word or an address that
 * does, then what contains it or is spelled alike (trigrams, which forgive a typing error).
 *
 * @param name the text as names are stored for ordering
 * @param email the text as addresses are stored for comparing
 */
export async function findHits(ctx: Ctx, name: string, email: string, limit: number): Promise<HitRow[]> {
  const begins = startingWith(name);
  const word = containing(` ${name}`);
  // From 5 letters on a typing error leaves more than half of the trigrams; of fewer, half of all names are alike.
  const alike = (column: RawBuilder<unknown>) =>
    name.length < 5 ? sql`false` : sql`word_similarity(${name}, ${column}) > 0.5`;
  const { rows } = await sql<HitRow>`
    select kind, id, label, email, department
    from (
      select 'member' as kind, m.id, m.name as label, m.name_key, m.email, m.email_key, m.department
      from members m
      where m.workspace_id = ${ctx.workspace} and m.active and ${withinReach(ctx, sql.ref('m.id'))}
        and (m.name_key like ${containing(name)} or m.email_key like ${containing(email)} or ${alike(sql.ref('m.name_key'))})
      union all
      select 'team', t.id, t.name, t.name_key, null, null, t.department
      from teams t
      where t.workspace_id = ${ctx.workspace} and t.archived_at is null
        and (t.name_key like ${containing(name)} or ${alike(sql.ref('t.name_key'))})
    ) found
    order by
      case when name_key like ${begins} then 0
           when name_key like ${word} or email_key like ${startingWith(email)} then 1
           else 2 end,
      word_similarity(${name}, name_key) desc, similarity(${name}, name_key) desc, name_key, id
    limit ${limit}`.execute(ctx.db);
  return rows;
}

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

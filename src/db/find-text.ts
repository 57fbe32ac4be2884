import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Acting } from '../core/actor.ts';
import { isSpelledAlike } from '../core/spelling.ts';
import { foldText, sortKey } from '../core/text.ts';
import type { Database } from './database.ts';
import { containing, startingWith } from './like-pattern.ts';

type Reader = Acting & { readonly db: Database };
type Test = Expression<SqlBool>;

/** What a search finds: whoever meets one of these, each of which its own index answers. */
export type TextTests = readonly Test[];

type Source = { table: 'contacts' | 'accounts'; alias: 'c' | 'a' };

/** From so many names on that contain the text, neither addresses nor names spelled alike help who searches: another letter does. */
const enough = 20;
/** So many words of a text are looked for; the rest of a longer one is left out. */
const mostWords = 6;
/** So many words of names are weighed for each that was typed, those most alike. */
const mostAlike = 200;

/**
 * What a text that somebody typed means for contacts `c` or accounts `a` now; null for a text that says nothing. All its words
 * are in the name. Where few names have them, addresses, numbers and names of companies count, too, and words spelled alike.
 * Of one or two letters only beginnings count, as nearly every name has them somewhere.
 *
 * @param standing which records count for "few": those that the list would show without the text
 */
export async function findText(
  ctx: Reader,
  object: 'contact' | 'account',
  typed: string,
  standing: Test,
): Promise<TextTests | null> {
  const text = readText(object, typed);
  if (text === null) return null;
  if (text.wider === 'never') return [text.named];
  const source: Source = object === 'contact' ? { table: 'contacts', alias: 'c' } : { table: 'accounts', alias: 'a' };
  const isEnough = text.wider === 'if-few' && (await countFound(ctx, source, [text.named], standing, enough)) >= enough;
  return isEnough ? [text.named] : widen(ctx, object, text);
}

/**
 * A page of what a text means, or of everything without one. A first page is read without the count of `findText`, since it says itself
 * whether few names have the words.
 *
 * @param read reads the page of what meets one of some tests, or of everything
 */
export async function readPage<Row>(
  ctx: Reader,
  object: 'contact' | 'account',
  typed: string | undefined,
  { standing, limit, isFirst }: { standing: Test; limit: number; isFirst: boolean },
  read: (tests: TextTests | null) => Promise<Row[]>,
): Promise<Row[]> {
  if (!typed) return read(null);
  const text = isFirst && limit >= enough ? readText(object, typed) : null;
  if (text?.wider !== 'if-few') return read(await findText(ctx, object, typed, standing));
  const rows = await read([text.named]);
  return rows.length >= enough ? rows : read(await widen(ctx, object, text));
}

/** A text as it is looked for: in names, and whether in anything else. */
type Text = { named: Test; wider: 'never' | 'if-few' | 'always'; words: string[]; clean: string };

function readText(object: 'contact' | 'account', typed: string): Text | null {
  const clean = typed.replace(/\p{Cc}/gu, ' ');
  const name = sortKey(clean);
  if (name === '') return null;
  const words = readWords(name);
  const own = nameOf(object);
  // No index finds one or two letters in the midst of a name.
  if (words.every((word) => word.length < 3)) {
    return { named: sql<SqlBool>`${own} like ${startingWith(name)}`, wider: 'never', words, clean };
  }
  const isAddress = /[@.]|\d{3}/.test(clean);
  return { named: hasWords(own, words), wider: isAddress ? 'always' : 'if-few', words, clean };
}

/** Names, addresses, numbers, names of companies, and words spelled alike. */
async function widen(ctx: Reader, object: 'contact' | 'account', { named, words, clean }: Text): Promise<TextTests> {
  const addressed = findAddressed(ctx, object, clean);
  const alike = await findAlike(ctx, object, words);
  return object === 'contact'
    ? [named, ...addressed, ...alike, ...ofCompany(ctx, nameOf(object), words)]
    : [named, ...addressed, ...alike];
}

const nameOf = (object: 'contact' | 'account') => sql.ref(object === 'contact' ? 'c.sort_key' : 'a.sort_key');

/**
 * How well a name answers a text: 0 begins with it, 1 has a word that does, 2 has its words, more is found in
 * another way: of a person most often by their company, which comes before them.
 */
export function rankText(object: 'contact' | 'account', typed: string): RawBuilder<number> {
  const name = sortKey(typed.replace(/\p{Cc}/gu, ' '));
  const column = nameOf(object);
  return sql<number>`case when ${column} like ${startingWith(name)} then 0
    when ${column} like ${containing(` ${name}`)} then 1
    when ${hasWords(column, readWords(name))} then 2
    else ${sql.lit(object === 'account' ? 3 : 4)} end`;
}

/**
 * The page of records that meet one of the tests. They are found first and put in order then: read in order, an index of names
 * is read nearly to its end for somebody called Zoe.
 */
export function isOnPage(
  ctx: Acting,
  from: Source,
  tests: TextTests,
  page: { meets: Test; value: RawBuilder<unknown>; after: Test | null; direction: 'asc' | 'desc'; limit: number },
): Test {
  const id = sql.ref(`${from.alias}.id`);
  const direction = sql.raw(page.direction);
  return sql<SqlBool>`${id} in (
    select own_found.id from (${find(ctx, from, tests, all([page.meets, page.after ?? sql<SqlBool>`true`]), page.value)}) own_found
    order by own_found.own_value ${direction}, own_found.id ${direction} limit ${page.limit}
  )`;
}

/** How many records meet a filter and, where there is a search, one of its tests; counted no further than `most`. */
export async function countFound(
  ctx: Reader,
  from: Source,
  tests: TextTests | null,
  meets: Test,
  most: number,
): Promise<number> {
  const found = find(ctx, from, tests ?? [sql<SqlBool>`true`], meets, sql`true`);
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from (select from (${found}) own_found limit ${most}) counted`.execute(ctx.db);
  return rows[0]?.count ?? 0;
}

/** The ids of all records that meet a filter and, where there is a search, one of its tests, in the order of their ids. */
export function selectFound(
  ctx: Acting,
  from: Source,
  tests: TextTests | null,
  meets: Test,
): RawBuilder<{ id: string }> {
  const found = find(ctx, from, tests ?? [sql<SqlBool>`true`], meets, sql`true`);
  return sql<{ id: string }>`select own_found.id from (${found}) own_found order by own_found.id`;
}

/** Each record once, with its value of an order; each test by itself, so that its index answers it. */
function find(ctx: Acting, { table, alias }: Source, tests: TextTests, meets: Test, value: RawBuilder<unknown>) {
  const id = sql.ref(`${alias}.id`);
  const parts = tests.map(
    (test) => sql`select ${id}, ${value} as own_value from ${sql.table(table)} ${sql.raw(alias)}
      where ${sql.ref(`${alias}.workspace_id`)} = ${ctx.workspace} and ${meets} and ${test}`,
  );
  // Without the offset a single part would be read in the order that is asked for outside.
  return sql`${sql.join(parts, sql` union `)} offset 0`;
}

const readWords = (name: string) => [...new Set(name.split(' '))].slice(0, mostWords);

const all = (parts: readonly Test[]) => sql<SqlBool>`(${sql.join(parts, sql` and `)})`;

/** Each word somewhere in the name; of one or two letters, a word that begins so. */
function hasWords(column: Expression<unknown>, words: readonly string[]): Test {
  return all(
    words.map((word) =>
      word.length < 3
        ? sql<SqlBool>`' ' || ${column} like ${containing(` ${word}`)}`
        : sql<SqlBool>`${column} like ${containing(word)}`,
    ),
  );
}

/** By e-mail address, phone number or domain. */
function findAddressed(ctx: Acting, object: 'contact' | 'account', typed: string): Test[] {
  const key = sql.ref('own_keyed.key');
  // Accents are in addresses of some countries and are left out in those of most others.
  const spellings = [...new Set([sortKey(typed), foldText(typed)])].map((text) => text.split(' ').slice(0, mostWords));
  if (object === 'account') {
    const domain = sql.ref('own_domain.domain');
    return spellings.map(
      (words) => sql<SqlBool>`a.id in (
        select own_domain.account_id from account_domains own_domain
        where own_domain.workspace_id = ${ctx.workspace} and ${hasWords(domain, words)}
      )`,
    );
  }
  const keyed = (kind: 'email' | 'phone', test: Test) => sql<SqlBool>`c.id in (
    select own_keyed.contact_id from contact_keys own_keyed
    where own_keyed.workspace_id = ${ctx.workspace} and own_keyed.kind = ${sql.lit(kind)} and ${test}
  )`;
  const digits = readDigits(typed);
  return [
    ...spellings.map((words) => keyed('email', hasWords(key, words))),
    ...(digits === null ? [] : [keyed('phone', sql<SqlBool>`${key} like ${containing(digits)}`)]),
  ];
}

/** The digits of a part of a phone number as its key has them: without the zeros that stand for "outside" or "within the country". */
function readDigits(typed: string): string | null {
  if (!/^[\d\s+()./-]+$/.test(typed)) return null;
  const digits = typed.replace('(0)', '').replace(/\D/g, '').replace(/^0+/, '');
  return digits.length < 3 ? null : digits;
}

/** People by the name of their company, alone or beside their own, in either order: "Anna Plant Inc", "Plant Inc Anna". */
function ofCompany(ctx: Acting, own: Expression<unknown>, words: readonly string[]): Test[] {
  const at = (part: readonly string[]) => sql<SqlBool>`c.account_id in (
    select own_account.id from accounts own_account
    where own_account.workspace_id = ${ctx.workspace} and own_account.deleted_at is null
      and ${hasWords(sql.ref('own_account.sort_key'), part)}
  )`;
  const cuts = words.slice(1).map((_, cut) => [words.slice(0, cut + 1), words.slice(cut + 1)] as const);
  const beside = cuts.flatMap(([first, last]) => [
    all([hasWords(own, first), at(last)]),
    all([hasWords(own, last), at(first)]),
  ]);
  return [at(words), ...beside];
}

/** Whose names have, for each word that was typed, it or one that is spelled alike. */
async function findAlike(ctx: Reader, object: 'contact' | 'account', words: readonly string[]): Promise<Test[]> {
  const long = words.filter((word) => word.length >= 4);
  if (long.length === 0) return [];
  const { rows } = await sql<{ object: 'contact' | 'account'; typed: string; words: string[] }>`
    select given.object, given.typed, array(
      select near.word from (
        select known.word, similarity(known.word, given.typed) as likeness from search_words known
        where known.workspace_id = ${ctx.workspace} and known.object = given.object and known.word % given.typed
        group by known.word order by likeness desc, known.word limit ${mostAlike}
      ) near
    ) as words
    from (select object, typed from unnest(${[object, 'account']}::text[]) object, unnest(${long}::text[]) typed) given
    group by given.object, given.typed`.execute(ctx.db);
  const alikeTo = (kind: 'contact' | 'account', word: string) =>
    (rows.find((row) => row.object === kind && row.typed === word)?.words ?? []).filter((known) =>
      isSpelledAlike(word, known),
    );
  const written = (kind: 'contact' | 'account', column: string): Test | null => {
    const parts = words.map((word) => ({ word, alike: alikeTo(kind, word) }));
    if (parts.every(({ alike }) => alike.length === 0)) return null;
    const name = sql.ref(column);
    return all(
      parts.map(({ word, alike }) =>
        alike.length === 0
          ? hasWords(name, [word])
          : sql<SqlBool>`(${hasWords(name, [word])} or string_to_array(${name}, ' ') && ${alike}::text[])`,
      ),
    );
  };
  const [name, company] = [
    written(object, object === 'contact' ? 'c.sort_key' : 'a.sort_key'),
    written('account', 'own_alike.sort_key'),
  ];
  const at =
    object === 'contact' && company !== null
      ? [
          sql<SqlBool>`c.account_id in (
            select own_alike.id from accounts own_alike
            where own_alike.workspace_id = ${ctx.workspace} and own_alike.deleted_at is null and ${company}
          )`,
        ]
      : [];
  return [...(name === null ? [] : [name]), ...at];
}

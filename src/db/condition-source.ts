import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { WorkspaceId } from '../core/actor.ts';
import type { CatalogueField } from '../core/agreement/catalogue.ts';
import { type Truth, toSql } from './condition-truth.ts';
import { type WordKind, wordKinds } from './people-tables.ts';

type Sql = RawBuilder<unknown>;

/** What a field's value is in the database; each expression is null where it is missing. */
export type SourceValue =
  | { is: 'text'; folded: Sql; words: Sql }
  | { is: 'number' | 'instant' | 'day' | 'flag'; value: Sql }
  | { is: 'own'; value: Sql; folded: Sql; words: Sql }
  | { is: 'lists'; object: 'contact' | 'account'; record: Sql };

/** Where a field's value is, and the way from the contact, or from the touch `own_touch`, to the row that has it. */
export type Source = { value: SourceValue; within: (test: Truth) => Truth };

export type SourceOptions = { workspace: WorkspaceId; at: Date; contact: string };

/** The one place that knows in which column each field of the field list lives. */
export function findSource(field: CatalogueField, options: SourceOptions): Source {
  const dot = field.name.indexOf('.');
  const [prefix, name] = [field.name.slice(0, Math.max(dot, 0)), field.name.slice(dot + 1)];
  const contact = (column: string): Sql => sql.ref(`${options.contact}.${column}`);
  switch (prefix) {
    case 'contact':
      return here(readContact(name, field.key, contact));
    case 'account':
      return { value: readAccount(name, field.key), within: withAccount(options, contact) };
    case 'deal':
      return { value: readDeal(name), within: withDeal(options, contact) };
    case 'confirm':
      return { value: storedText(sql`own_handoff.texts`, name), within: withHandoff(options, contact) };
    case 'touch':
      return findTouchSource(name, field.key, options);
    case 'consent':
      return here(plainText(sql`coalesce(${contact('consent')} ->> ${field.key}::text, 'unknown')`));
    default:
      return here(readDerived(field.name, options.at, contact));
  }
}

const here = (value: SourceValue): Source => ({ value, within: (test) => test });

function readContact(name: string, key: string | undefined, contact: (column: string) => Sql): SourceValue {
  if (key !== undefined) return ownField(contact('fields'), contact('texts'), key, `custom.${key}`);
  switch (name) {
    case 'created_at':
      return { is: 'instant', value: contact('created_at') };
    case 'owner':
      return plainText(sql`${contact('owner_id')}::text`);
    case 'reachable':
      return { is: 'flag', value: contact('reachable') };
    case 'lists':
      return { is: 'lists', object: 'contact', record: contact('id') };
    default:
      return storedText(contact('texts'), name);
  }
}

function readAccount(name: string, key: string | undefined): SourceValue {
  const texts = sql`own_account.texts`;
  if (key !== undefined) return ownField(sql`own_account.fields`, texts, key, `custom.${key}`);
  switch (name) {
    case 'employees':
    case 'revenue':
    case 'tier':
      return { is: 'number', value: sql`${sql.ref(`own_account.${name}`)}::float8` };
    case 'owner':
      return plainText(sql`own_account.owner_id::text`);
    case 'is_target':
      return { is: 'flag', value: sql`own_account.is_target` };
    case 'lists':
      return { is: 'lists', object: 'account', record: sql`own_account.id` };
    default:
      return storedText(texts, name);
  }
}

function readDeal(name: string): SourceValue {
  switch (name) {
    case 'open':
      return { is: 'flag', value: sql`(own_deal.won_at is null and own_deal.lost_at is null)` };
    case 'won':
      return { is: 'flag', value: sql`(own_deal.won_at is not null)` };
    case 'amount':
      return { is: 'number', value: sql`own_deal.base_amount::float8` };
    case 'expected_close':
      return { is: 'day', value: sql`own_deal.expected_close` };
    default:
      return storedText(sql`own_deal.texts`, name);
  }
}

function readDerived(name: string, at: Date, contact: (column: string) => Sql): SourceValue {
  // A grade is A1 to D4 by its constraint; folding it needs no more than its letter.
  const grade = sql`translate(${contact('grade')}, 'ABCD', 'abcd')`;
  switch (name) {
    case 'grade':
      return plainText(grade);
    case 'grade.fit':
      return plainText(sql`left(${grade}, 1)`);
    case 'grade.engagement':
      return plainText(sql`right(${grade}, 1)`);
    case 'stage':
      return plainText(contact('current_stage'));
    case 'fit':
    case 'engagement':
      return { is: 'number', value: sql`nullif(${contact(name)}, 'NaN')` };
    case 'cycle':
      return { is: 'number', value: sql`${contact('cycle')}::float8` };
    case 'touches.count':
      return { is: 'number', value: sql`${contact('touch_count')}::float8` };
    case 'days_since_last_touch': {
      const last = contact('last_touch_at');
      const seconds = sql`extract(epoch from ${at}::timestamptz - date_trunc('milliseconds', ${last}))`;
      // On its own, greatest makes 0 of a contact without touches.
      const days = sql`case when ${last} is not null then greatest(0, floor(${seconds} / 86400))::float8 end`;
      return { is: 'number', value: days };
    }
    default:
      return plainText(contact(name));
  }
}

function findTouchSource(name: string, key: string | undefined, { workspace }: SourceOptions): Source {
  if (key !== undefined) return here(ownField(sql`own_touch.props`, sql`own_touch.texts`, key, `prop.${key}`));
  if (name === 'at') return here({ is: 'instant', value: sql`own_touch.at` });
  if (!isWordKind(name)) return here(plainText(sql`own_touch.department`));
  // Not correlated: it is answered once, whatever the number of touches.
  return {
    value: { is: 'text', folded: sql`nullif(own_word.folded, '')`, words: sql`own_word.words` },
    within: (test) => sql<SqlBool>`${sql.ref(`own_touch.${name}`)} in (
      select own_word.code from dictionary own_word
      where own_word.workspace_id = ${workspace} and own_word.kind = ${name} and ${toSql(test)}
    )`,
  };
}

const isWordKind = (name: string): name is WordKind => wordKinds.some((kind) => kind === name);

type Within = (options: SourceOptions, contact: (column: string) => Sql) => Source['within'];

const withAccount: Within =
  ({ workspace }, contact) =>
  (test) =>
    exists(sql`accounts own_account
      where own_account.workspace_id = ${workspace} and own_account.id = ${contact('account_id')}
        and own_account.deleted_at is null and ${toSql(test)}`);

const withDeal: Within =
  ({ workspace }, contact) =>
  (test) =>
    exists(sql`(
      select own_deal.* from deal_contacts own_link
      join deals own_deal on own_deal.workspace_id = ${workspace} and own_deal.id = own_link.deal_id
      where own_link.workspace_id = ${workspace} and own_link.contact_id = ${contact('id')}
        and own_deal.deleted_at is null
      order by coalesce(own_deal.won_at, own_deal.lost_at) desc nulls first, own_deal.id desc
      limit 1
    ) own_deal where ${toSql(test)}`);

const withHandoff: Within =
  ({ workspace }, contact) =>
  (test) =>
    exists(sql`(
      select own_handoff.texts from handoffs own_handoff
      where own_handoff.workspace_id = ${workspace} and own_handoff.contact_id = ${contact('id')}
      order by own_handoff.number desc
      limit 1
    ) own_handoff where ${toSql(test)}`);

const exists = (from: Sql): Expression<SqlBool> => sql<SqlBool>`exists (select from ${from})`;

/** A column whose text is stored as it compares, and which no operator takes apart into words. */
const plainText = (folded: Sql): SourceValue => ({ is: 'text', folded, words: folded });

function ownField(values: Sql, texts: Sql, key: string, textKey: string): SourceValue {
  return { ...storedText(texts, textKey), is: 'own', value: sql`(${values} -> ${key}::text)` };
}

/** See `storeText`: the folded text alone stands for its words between single spaces. */
function storedText(texts: Sql, key: string) {
  const stored = sql`(${texts} -> ${key}::text)`;
  const whole = sql`(${texts} ->> ${key}::text)`;
  return {
    is: 'text' as const,
    folded: sql`case jsonb_typeof(${stored}) when 'array' then ${stored} ->> 0 else ${whole} end`,
    words: sql`case jsonb_typeof(${stored}) when 'array' then ${stored} ->> 1 else ' ' || ${whole} || ' ' end`,
  };
}

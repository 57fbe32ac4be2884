import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { CatalogueField } from '../core/agreement/catalogue.ts';
import type { LeafTest } from '../core/agreement/condition-test.ts';
import { firstDayFrom } from '../core/agreement/first-day.ts';
import { findSource, type SourceOptions, type SourceValue } from './condition-source.ts';
import { and, not, or, type Truth, toSql } from './condition-truth.ts';

type Sql = RawBuilder<unknown>;
type Options = SourceOptions & { zone: string };
type Range = Extract<LeafTest, { test: 'range' }>;

/** One comparison of a condition, asked of the contact or of the touch `own_touch`; null or false where it fails. */
export function writeLeaf(field: CatalogueField, test: LeafTest, options: Options): Truth {
  const { value, within } = findSource(field, options);
  if (value.is === 'own' && field.type === 'list') throw new Error(`${field.name} is a list: own fields hold none.`);
  // The one comparison that what is missing meets, be it the value or the row that would have it.
  if (test.test === 'exists' && test.negated) return not(within(isPresent(value)));
  const truth = writeTest(field, value, test, options);
  return truth === false ? false : within(truth);
}

function writeTest(field: CatalogueField, value: SourceValue, test: LeafTest, options: Options): Truth {
  switch (test.test) {
    case 'exists':
      return isPresent(value);
    case 'includes':
      return value.is === 'lists' && includes(value, test, options);
    case 'mailbox':
      return field.name === 'contact.email' && sql<SqlBool>`${sql.ref(`${options.contact}.mailbox`)} = ${test.mailbox}`;
    case 'flag':
      if (value.is === 'flag') return sql<SqlBool>`${value.value} = ${test.value}`;
      return value.is === 'own' && sql<SqlBool>`${value.value} = ${JSON.stringify(test.value)}::jsonb`;
    case 'other-number':
      return ofNumber(value, (number) => sql<SqlBool>`${number} <> ${test.value}::float8`);
    case 'range':
    case 'age':
      return isWithin(field, value, toRange(test, options.at.getTime()), options.zone);
    default:
      return (value.is === 'text' || value.is === 'own') && writeTextTest(value, test);
  }
}

function isPresent(value: SourceValue): Truth {
  switch (value.is) {
    case 'lists':
      return true;
    case 'text':
      return sql<SqlBool>`${value.folded} <> ''`;
    case 'own':
      return sql<SqlBool>`case jsonb_typeof(${value.value})
        when 'string' then ${value.folded} <> ''
        when 'array' then jsonb_array_length(${value.value}) > 0
        when 'null' then false
        else ${value.value} is not null
      end`;
    default:
      return sql<SqlBool>`${value.value} is not null`;
  }
}

type TextTest = Extract<LeafTest, { test: 'one-of' | 'contains' | 'starts-with' | 'ends-with' | 'phrases' }>;

/** By bytes, whatever the collation of the database: the texts on both sides are folded. */
function writeTextTest(value: { folded: Sql; words: Sql }, test: TextTest): Truth {
  const folded = sql`(${value.folded}) collate "C"`;
  switch (test.test) {
    case 'one-of':
      return test.negated
        ? sql<SqlBool>`${folded} <> all(${test.values}::text[])`
        : sql<SqlBool>`${folded} = any(${test.values}::text[])`;
    case 'contains':
      return sql<SqlBool>`strpos(${folded}, ${test.value}) > 0`;
    case 'starts-with':
      return sql<SqlBool>`starts_with(${folded}, ${test.value})`;
    case 'ends-with':
      return sql<SqlBool>`right(${folded}, length(${test.value})) = ${test.value}`;
    default:
      return or(test.phrases.map((phrase) => sql<SqlBool>`strpos((${value.words}) collate "C", ${phrase}) > 0`));
  }
}

type Includes = Extract<LeafTest, { test: 'includes' }>;
type Lists = Extract<SourceValue, { is: 'lists' }>;

function includes({ object, record }: Lists, { every, values }: Includes, { workspace }: Options): Truth {
  const isIn = (names: string[]) => sql<SqlBool>`exists (
    select from list_entries own_entry
    join lists own_list on own_list.workspace_id = ${workspace} and own_list.id = own_entry.list_id
    where own_entry.workspace_id = ${workspace} and own_entry.record_id = ${record}
      and own_list.object = ${object} and own_list.name_key = any(${names}::text[])
  )`;
  return every ? and([...new Set(values)].map((value) => isIn([value]))) : isIn(values);
}

/** An age is a range that ends, or begins to end, at the instant of asking. */
function toRange(test: Extract<LeafTest, { test: 'range' | 'age' }>, at: number): Range {
  if (test.test === 'range') return test;
  const oldest = at - test.duration;
  return test.within
    ? { test: 'range', from: oldest, fromOpen: true, to: at, toOpen: false }
    : { test: 'range', from: null, fromOpen: false, to: oldest, toOpen: false };
}

function isWithin(field: CatalogueField, value: SourceValue, range: Range, zone: string): Truth {
  if (value.is === 'instant') return between(value.value, toInstants(range), 'timestamptz');
  if (value.is === 'day') return between(value.value, toDays(range, zone), 'date');
  const asNumber = ofNumber(value, (number) => ofRange(number, range));
  if (value.is !== 'own' || (field.type !== 'instant' && field.type !== 'date')) return asNumber;
  const [form, bounds] =
    field.type === 'date' ? [dayForm, toDays(range, zone)] : [`${dayForm}${timeForm}`, toInstants(range)];
  const text = sql`(${value.value} #>> '{}') collate "C"`;
  const asText = and([sql<SqlBool>`${text} ~ ${`^${form}$`}`, between(text, bounds, 'text')]);
  // Each branch on its own: a number that is no number would end the statement.
  return sql<SqlBool>`case jsonb_typeof(${value.value}) when 'number' then ${toSql(asNumber)}
    when 'string' then ${toSql(asText)} end`;
}

/** Numbers compare as in core, as double precision; what is no number meets nothing. */
function ofNumber(value: SourceValue, compare: (number: Sql) => Truth): Truth {
  if (value.is === 'number') return compare(value.value);
  if (value.is !== 'own') return false;
  const compared = toSql(compare(sql`(${value.value})::float8`));
  return sql<SqlBool>`case jsonb_typeof(${value.value}) when 'number' then ${compared} end`;
}

function ofRange(number: Sql, { from, to, fromOpen, toOpen }: Range): Truth {
  return and([
    from === null || sql<SqlBool>`${number} ${sql.raw(fromOpen ? '>' : '>=')} ${from}::float8`,
    to === null || sql<SqlBool>`${number} ${sql.raw(toOpen ? '<' : '<=')} ${to}::float8`,
  ]);
}

/** The first value that is within and the first after it; null for no bound, and for none at all when nothing is. */
type Bounds = { from: string | null; to: string | null } | null;

const firstInstant = Date.parse('0000-01-01T00:00:00.000Z');
const lastInstant = Date.parse('9999-12-31T23:59:59.999Z');

/** Instants are whole milliseconds: after one is from the next one on. The database may hold microseconds between. */
function toInstants({ from, to, fromOpen, toOpen }: Range): Bounds {
  const first = from === null ? firstInstant : from + Number(fromOpen);
  const end = to === null ? Number.POSITIVE_INFINITY : to + Number(!toOpen);
  if (first > lastInstant || end <= firstInstant) return null;
  return {
    from: first <= firstInstant ? null : new Date(first).toISOString(),
    to: end > lastInstant ? null : new Date(end).toISOString(),
  };
}

/** Core compares the instants at which days begin; here the days are compared, and no zone of the database matters. */
function toDays({ from, to, fromOpen, toOpen }: Range, zone: string): Bounds {
  const first = from === null ? null : firstDayFrom(from + Number(fromOpen), zone);
  if (from !== null && first === null) return null;
  return { from: first, to: to === null ? null : firstDayFrom(to + Number(!toOpen), zone) };
}

function between(value: Sql, bounds: Bounds, type: 'timestamptz' | 'date' | 'text'): Truth {
  if (bounds === null) return false;
  const cast = sql.raw(`::${type}`);
  // The database has no year 0, and core no infinite day.
  const least = type === 'text' ? '' : '0001-01-01';
  const from = bounds.from === null || bounds.from < least ? least : bounds.from;
  const to = bounds.to ?? (type === 'text' ? 'end' : '10000-01-01');
  if (bounds.to !== null && to <= least) return false;
  return sql<SqlBool>`(${value} >= ${from}${cast} and ${value} < ${to}${cast})`;
}

/** `YYYY-MM-DD` of the Gregorian calendar: the database has no cast that asks before it fails. */
const dayForm = [
  '([0-9]{4}-(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])',
  '[0-9]{4}-(0[469]|11)-(0[1-9]|[12][0-9]|30)',
  '[0-9]{4}-02-(0[1-9]|1[0-9]|2[0-8])',
  '([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)',
].join('|');
const timeForm = 'T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9][.][0-9]{3}Z';

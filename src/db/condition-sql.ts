import { type Expression, type SqlBool, sql } from 'kysely';
import type { WorkspaceId } from '../core/actor.ts';
import type { Catalogue } from '../core/agreement/catalogue.ts';
import {
  type Condition,
  type ConditionLeaf,
  type ConditionPart,
  isLeaf,
  readGroup,
} from '../core/agreement/condition.ts';
import { readLeaf } from '../core/agreement/condition-test.ts';
import { writeLeaf } from './condition-leaf.ts';
import { and, not, or, type Truth, toSql } from './condition-truth.ts';

export type ConditionOptions = {
  workspace: WorkspaceId;
  catalogue: Catalogue;
  /** The instant at which time-dependent comparisons are judged: `facts.at`. */
  at: Date;
  /** How the statement around it calls `contacts`: `c` unless said, and no name that begins with `own_`. */
  contact?: string;
  /**
   * The instant after which touches count, such as `sql.ref('c.cycle_began_at')`; null means all. Without it all do. It
   * is the choice of `touches` that a caller of the predicate has.
   */
  after?: Expression<unknown>;
};

/**
 * A condition of an agreement as SQL over `contacts`: true for exactly those rows for whose facts `compileCondition` says
 * true, on every PostgreSQL from 15 to 18. False may come out as null, as in any `where`: negate it with `is not true`.
 * Which contacts are asked (deleted or merged ones, those within reach) is for the statement around it.
 *
 * Where the facts of a contact are, for this and for whoever reads them into `Facts`:
 * - Texts are compared by their stored form (`storeTexts`): `contacts.texts`, `accounts.texts`, `deals.texts` (`stage`,
 *   `kind`) and `handoffs.texts` (`need`, `timing`, `budget`, `authority`), each under the name of the field without its
 *   prefix (`email_domain`, `custom.plan`); `touches.texts` under `prop.plan`; of words of touches `dictionary.folded` and
 *   `words`, where words are `wordForm` of the folded text. A null code is a missing word.
 * - Own fields are the JSON values of `contacts.fields`, `accounts.fields` and `touches.props` under their bare key,
 *   handed to `Facts` as they are. Instants are texts as `Date.toISOString` writes them, days `YYYY-MM-DD`; any other
 *   text in such a field is there, and no instant or day. Own fields hold no lists: a catalogue that says so is refused.
 * - Keys that the agreement or Baton gives (persona, segment, stage, journey step, consent, department) are stored as
 *   they compare. A purpose without consent is `unknown`. A member is the id; nobody is missing.
 * - `account` is the one of `contacts.account_id` unless it is deleted, else none.
 * - `deal` is, of the contact's deals that are not deleted, the open one (neither won nor lost), else the one closed last;
 *   of several the one with the greatest id. Its amount is `base_amount`.
 * - `confirm` is what the contact's handoff with the highest number says, whatever became of it.
 * - `lists` are the lists with the contact, or with the account, among their entries.
 * - Derived facts are the columns of `contacts`; `touches.count` is `touch_count`, whichever touches are chosen.
 * - Touches are those of the contact's identities. Instants are whole milliseconds in the years 1 to 9999.
 *
 * @throws Error when the condition does not pass `checkCondition`: check before you ask.
 */
export function meetsCondition(condition: Condition, options: ConditionOptions): Expression<SqlBool> {
  return toSql(writeGroup(condition, 'free', { contact: 'c', ...options }));
}

type Options = ConditionOptions & { contact: string };

/** As in core: within the touch `own_touch`, tried without any, or with a touch of its own for each comparison. */
type Scope = 'touch' | 'none' | 'free';

function writeGroup(condition: Condition, scope: Scope, options: Options): Truth {
  const { word, parts } = readGroup(condition);
  if (word === 'any') return writeAny(parts, scope, options);
  if (word === 'none') return not(writeAny(parts, 'free', options));
  const ofTouch = parts.filter(speaksOfTouch);
  // The other parts are the same for every touch, so they stand outside, where the database can begin with them.
  const others = parts.filter((part) => !speaksOfTouch(part)).map((part) => writePart(part, 'none', options));
  const [only] = ofTouch;
  if (only === undefined) return and(others);
  // One part alone finds the same whether its touch is chosen for it or it chooses.
  if (ofTouch.length === 1) return and([...others, writePart(only, 'free', options)]);
  const every = (inner: Scope) => and(ofTouch.map((part) => writePart(part, inner, options)));
  return and([...others, or([hasTouch(every('touch'), options), every('none')])]);
}

/** Touch comparisons that are free to take any touch are asked of each touch together, in one pass. */
function writeAny(parts: readonly ConditionPart[], scope: Scope, options: Options): Truth {
  if (scope !== 'free') return or(parts.map((part) => writePart(part, scope, options)));
  const ofTouch = parts.filter((part) => isLeaf(part) && speaksOfTouch(part));
  const others = parts.filter((part) => !ofTouch.includes(part));
  const touched = hasTouch(or(ofTouch.map((part) => writePart(part, 'touch', options))), options);
  return or([...others.map((part) => writePart(part, 'free', options)), touched]);
}

function writePart(part: ConditionPart, scope: Scope, options: Options): Truth {
  if (!isLeaf(part)) return writeGroup(part, scope, options);
  if (!speaksOfTouch(part) || scope === 'touch') return writeComparison(part, options);
  return scope === 'none' ? false : hasTouch(writeComparison(part, options), options);
}

function writeComparison(leaf: ConditionLeaf, { workspace, catalogue, at, contact }: Options): Truth {
  const read = readLeaf(leaf, catalogue);
  if ('problem' in read) throw new Error(`${read.problem.message} ${read.problem.remedy}`);
  return writeLeaf(read.field, read.test, { workspace, zone: catalogue.zone, at, contact });
}

/** Whether a part depends on the touch of the `all` that it stands in: every group but `any` starts afresh. */
function speaksOfTouch(part: ConditionPart): boolean {
  if (isLeaf(part)) return part.field.startsWith('touch.');
  const { word, parts } = readGroup(part);
  return word === 'any' && parts.some(speaksOfTouch);
}

function hasTouch(test: Truth, { workspace, contact, after }: Options): Truth {
  if (test === false) return false;
  const first = sql`coalesce(${after} + interval '1 millisecond', '-infinity'::timestamptz)`;
  const recent = after === undefined || sql<SqlBool>`own_touch.at >= ${first}`;
  return sql<SqlBool>`exists (
    select from touches own_touch
    join identities own_identity on own_identity.workspace_id = ${workspace} and own_identity.id = own_touch.identity_id
    where own_touch.workspace_id = ${workspace} and own_identity.contact_id = ${sql.ref(`${contact}.id`)}
      and ${toSql(and([recent, test]))}
  )`;
}

import type { Ctx } from '../../context.ts';
import { buildCatalogue, type Catalogue } from '../../core/agreement/catalogue.ts';
import { type Condition, listLeaves } from '../../core/agreement/condition.ts';
import { BatonError } from '../../core/errors.ts';
import { readFilter } from '../../core/filter.ts';
import { foldText } from '../../core/text.ts';
import { requireFound } from '../../core/version.ts';
import type { RecordFilter } from '../../db/contact-query.ts';
import { findCatalogue } from '../agreements/find-catalogue.ts';
import { findConditionLists, findListRow } from './store.ts';

type Asked = {
  search?: string | undefined;
  /** As JSON text in an address, as it is in a body. */
  filter?: string | Record<string, unknown> | undefined;
  owner?: string | undefined;
  accountId?: string | undefined;
  listId?: string | undefined;
  deleted?: boolean | undefined;
};

const noFields = buildCatalogue({ currency: 'EUR', personas: [], segments: [], stages: [], journey: [] });

/** What the query of a list means: its condition checked against the fields that there are now, its list looked up. */
export async function findFilter(ctx: Ctx, object: 'contact' | 'account', asked: Asked): Promise<RecordFilter> {
  const { search, filter, owner, accountId, listId, deleted } = asked;
  // Most lists are asked for without a condition: what fields there are is not looked up for them.
  const catalogue = filter === undefined && listId === undefined ? noFields : await findCatalogue(ctx);
  const condition =
    filter === undefined
      ? undefined
      : await checkFilter(ctx, object, filter, catalogue, typeof filter === 'string' ? '#/query/filter' : '#/filter');
  const list = listId === undefined ? undefined : await findList(ctx, object, listId, catalogue);
  const ownerId = owner === 'none' ? null : owner;
  return { search, condition, catalogue, ownerId, accountId, list, isDeleted: deleted };
}

async function findList(ctx: Ctx, object: 'contact' | 'account', id: string, catalogue: Catalogue) {
  const row = await findListRow(ctx, id);
  const { condition } = requireFound('list', row?.object === object ? row : undefined);
  // What it names may have left the agreement since it was written.
  return { id, condition: condition && readFilter(condition, catalogue, { pointer: '#/query/listId', object }) };
}

/** Reads a condition that a person made. It may name lists kept by hand alone: those by a condition have no entries. */
export async function checkFilter(
  ctx: Ctx,
  object: 'contact' | 'account',
  given: unknown,
  catalogue: Catalogue,
  pointer: string,
): Promise<Condition> {
  const condition = readFilter(given, catalogue, { pointer, object });
  for (const kind of ['contact', 'account'] as const) {
    const leaves = listLeaves(condition).filter(({ leaf }) => leaf.field === `${kind}.lists`);
    if (leaves.length === 0) continue;
    const names = leaves.flatMap(({ leaf }) => leaf.value ?? []).map((value) => foldText(String(value)));
    const [found] = await findConditionLists(ctx, kind, names);
    if (found === undefined) continue;
    const detail = `The list "${found.name}" is itself a condition: write its comparisons here instead of its name.`;
    const named = leaves.find(({ leaf }) =>
      [leaf.value ?? []].flat().some((value) => foldText(String(value)) === foldText(found.name)),
    );
    const at = [pointer, ...(named?.path ?? []), 'value'].join('/');
    throw new BatonError('invalid', 'filter.invalid', detail, { errors: [{ pointer: at, detail }] });
  }
  return condition;
}

import { type Route, route } from '../../http/route.ts';
import { changeEntries } from './change-entries.ts';
import { createList } from './create-list.ts';
import { editList } from './edit-list.ts';
import { listLists } from './list-lists.ts';
import { readList } from './read-list.ts';
import { removeList } from './remove-list.ts';
import * as contracts from './schema.ts';

export const listRoutes: Route[] = [
  route(contracts.listLists, (ctx, { query }) => listLists(ctx, query)),
  route(contracts.getList, (ctx, { params }) => readList(ctx, params.listId)),
  route(contracts.createList, (ctx, { body }) => createList(ctx, body)),
  route(contracts.editList, (ctx, { params, version, body }) => editList(ctx, params.listId, version, body)),
  route(contracts.deleteList, async (ctx, { params }) => {
    await removeList(ctx, params.listId);
    return {};
  }),
  route(contracts.changeEntries, (ctx, { params, body }) => changeEntries(ctx, params.listId, body)),
];

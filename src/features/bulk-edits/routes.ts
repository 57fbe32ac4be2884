import { type Route, route } from '../../http/route.ts';
import { cancelBulkEdit } from './cancel-bulk-edit.ts';
import { listBulkEdits, listBulkRecords, readBulkEdit } from './list-bulk-edits.ts';
import * as contracts from './schema.ts';
import { countSelection, startBulkEdit } from './start-bulk-edit.ts';
import { undoBulkEdit } from './undo-bulk-edit.ts';

export const bulkEditRoutes: Route[] = [
  route(contracts.previewContacts, (ctx, { body }) => countSelection(ctx, 'contact', body.selection)),
  route(contracts.editContacts, (ctx, { body }) => startBulkEdit(ctx, 'contact', body)),
  route(contracts.previewAccounts, (ctx, { body }) => countSelection(ctx, 'account', body.selection)),
  route(contracts.editAccounts, (ctx, { body }) => startBulkEdit(ctx, 'account', body)),
  route(contracts.listBulkEdits, (ctx, { query }) => listBulkEdits(ctx, query)),
  route(contracts.readBulkEdit, (ctx, { params }) => readBulkEdit(ctx, params.bulkEditId)),
  route(contracts.listBulkRecords, (ctx, { params, query }) => listBulkRecords(ctx, params.bulkEditId, query)),
  route(contracts.cancelBulkEdit, (ctx, { params }) => cancelBulkEdit(ctx, params.bulkEditId)),
  route(contracts.undoBulkEdit, (ctx, { params }) => undoBulkEdit(ctx, params.bulkEditId)),
];

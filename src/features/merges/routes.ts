import { type Route, route } from '../../http/route.ts';
import { listMerges } from './list-merges.ts';
import { mergeRecords } from './merge-records.ts';
import { previewMerge } from './preview-merge.ts';
import * as contracts from './schema.ts';
import { undoMerge } from './undo-merge.ts';

export const mergeRoutes: Route[] = [
  route(contracts.previewContactMerge, (ctx, { params, body }) => previewMerge(ctx, 'contact', params.contactId, body)),
  route(contracts.mergeTwoContacts, (ctx, { params, version, body }) =>
    mergeRecords(ctx, 'contact', params.contactId, version, body),
  ),
  route(contracts.listContactMerges, (ctx, { params }) => listMerges(ctx, 'contact', params.contactId)),
  route(contracts.previewAccountMerge, (ctx, { params, body }) => previewMerge(ctx, 'account', params.accountId, body)),
  route(contracts.mergeTwoAccounts, (ctx, { params, version, body }) =>
    mergeRecords(ctx, 'account', params.accountId, version, body),
  ),
  route(contracts.listAccountMerges, (ctx, { params }) => listMerges(ctx, 'account', params.accountId)),
  route(contracts.undoMerge, (ctx, { params }) => undoMerge(ctx, params.mergeId)),
];

import { type Route, route } from '../../http/route.ts';
import { createAccount } from './create-account.ts';
import { editAccount } from './edit-account.ts';
import { countAccounts, listAccounts } from './list-accounts.ts';
import { readAccount, readAccountTimeline } from './read-account.ts';
import { removeAccount } from './remove-account.ts';
import { restoreAccount } from './restore-account.ts';
import * as contracts from './schema.ts';

export const accountRoutes: Route[] = [
  route(contracts.listAccounts, (ctx, { query }) => listAccounts(ctx, query)),
  route(contracts.queryAccounts, (ctx, { body }) => listAccounts(ctx, body)),
  route(contracts.countAccounts, (ctx, { query }) => countAccounts(ctx, query)),
  route(contracts.countQuery, (ctx, { body }) => countAccounts(ctx, body)),
  route(contracts.createAccount, (ctx, { body }) => createAccount(ctx, body)),
  route(contracts.getAccount, (ctx, { params }) => readAccount(ctx, params.accountId)),
  route(contracts.getAccountTimeline, (ctx, { params, query }) => readAccountTimeline(ctx, params.accountId, query)),
  route(contracts.editAccount, (ctx, { params, version, body }) => editAccount(ctx, params.accountId, version, body)),
  route(contracts.deleteAccount, async (ctx, { params }) => {
    await removeAccount(ctx, params.accountId);
    return {};
  }),
  route(contracts.restoreAccount, (ctx, { params }) => restoreAccount(ctx, params.accountId)),
];

import { type Route, route } from '../../http/route.ts';
import { exportRecords, exportSheet } from './export-records.ts';
import * as contracts from './schema.ts';

const pool = { pool: 'reports' } as const;

export const exportRoutes: Route[] = [
  route(contracts.exportContacts, (ctx, { body }) => exportRecords(ctx, 'contact', body), pool),
  route(contracts.exportContactSheet, (ctx, { body }) => exportSheet(ctx, 'contact', body), pool),
  route(contracts.exportAccounts, (ctx, { body }) => exportRecords(ctx, 'account', body), pool),
  route(contracts.exportAccountSheet, (ctx, { body }) => exportSheet(ctx, 'account', body), pool),
];

import { type Route, route } from '../../http/route.ts';
import { createKey } from './create-key.ts';
import { listKeys } from './list-keys.ts';
import { revokeKey } from './revoke-key.ts';
import * as contracts from './schema.ts';

export const keyRoutes: Route[] = [
  route(contracts.listKeys, (ctx) => listKeys(ctx)),
  route(contracts.createKey, (ctx, { body }) => createKey(ctx, body)),
  route(contracts.revokeKey, (ctx, { params }) => revokeKey(ctx, params.keyId)),
];

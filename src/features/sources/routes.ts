import { type Route, route } from '../../http/route.ts';
import { createSource } from './create-source.ts';
import { editSource } from './edit-source.ts';
import { listSources } from './list-sources.ts';
import { revokeSource } from './revoke-source.ts';
import { rotateKey } from './rotate-key.ts';
import * as contracts from './schema.ts';

export const sourceRoutes: Route[] = [
  route(contracts.listSources, (ctx) => listSources(ctx)),
  route(contracts.createSource, (ctx, { body }) => createSource(ctx, body)),
  route(contracts.editSource, (ctx, { params, body, version }) => editSource(ctx, params.sourceId, version, body)),
  route(contracts.rotateKey, (ctx, { params, body }) => rotateKey(ctx, params.sourceId, body)),
  route(contracts.revokeSource, (ctx, { params }) => revokeSource(ctx, params.sourceId)),
];

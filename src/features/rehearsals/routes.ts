import { type Route, route } from '../../http/route.ts';
import { readRehearsal, readWaves } from './read-rehearsal.ts';
import * as contracts from './schema.ts';
import { startRehearsal } from './start-rehearsal.ts';

export const rehearsalRoutes: Route[] = [
  route(contracts.startRehearsal, (ctx, { params }) => startRehearsal(ctx, params.versionId)),
  route(contracts.getRehearsal, (ctx, { params }) => readRehearsal(ctx, params.versionId)),
  route(contracts.getWaves, (ctx, { params }) => readWaves(ctx, params.versionId)),
];

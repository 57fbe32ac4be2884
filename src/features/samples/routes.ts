import { type Route, route } from '../../http/route.ts';
import { createSample } from './create-sample.ts';
import { joinSample, leaveSample } from './join-sample.ts';
import { readSample } from './read-sample.ts';
import { removeSample } from './remove-sample.ts';
import * as contracts from './schema.ts';

export const sampleRoutes: Route[] = [
  route(contracts.getSample, (ctx) => readSample(ctx)),
  route(contracts.createSample, (ctx, { body }) => createSample(ctx, body.people)),
  route(contracts.removeSample, (ctx) => removeSample(ctx)),
  route(contracts.joinSample, (ctx, _, exchange) => joinSample(ctx, exchange)),
  route(contracts.leaveSample, (ctx, _, exchange) => leaveSample(ctx, exchange)),
];

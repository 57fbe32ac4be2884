import { type Route, route } from '../../http/route.ts';
import { editChannels } from './edit-channels.ts';
import { readChannels } from './read-channels.ts';
import * as contracts from './schema.ts';

export const channelRoutes: Route[] = [
  route(contracts.getChannels, (ctx) => readChannels(ctx)),
  route(contracts.editChannels, (ctx, { body, version }) => editChannels(ctx, body, version)),
];

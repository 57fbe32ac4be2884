import { type Route, route } from '../../http/route.ts';
import { editSettings } from './edit-settings.ts';
import { readSettings } from './read-settings.ts';
import { editMomentSettings, getMomentSettings } from './schema.ts';

export const keyMomentRoutes: Route[] = [
  route(getMomentSettings, readSettings),
  route(editMomentSettings, (ctx, { body }) => editSettings(ctx, body)),
];

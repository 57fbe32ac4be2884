import { type Route, route } from '../../http/route.ts';
import { runSetup } from './run-setup.ts';
import * as contracts from './schema.ts';
import { isSetUp } from './store.ts';

/** @param setupToken printed on the console when Baton listens beyond this machine; null when it is not needed */
export const workspaceRoutes = (setupToken: string | null): Route[] => [
  route(contracts.getSetup, async (ctx) => ({ needed: !(await isSetUp(ctx.db)), tokenNeeded: setupToken !== null })),
  route(contracts.runSetup, (ctx, { body }, exchange) => runSetup(ctx, body, exchange, setupToken)),
];

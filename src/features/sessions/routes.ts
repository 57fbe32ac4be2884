import { type Route, route } from '../../http/route.ts';
import { editProfile } from './edit-profile.ts';
import { endSession } from './end-session.ts';
import { endOtherSessions } from './end-sessions.ts';
import { listSessions } from './list-sessions.ts';
import * as contracts from './schema.ts';
import { signIn } from './sign-in.ts';
import { signOut } from './sign-out.ts';
import { getSession } from './start-session.ts';

export const sessionRoutes: Route[] = [
  route(contracts.signIn, (ctx, { body }, exchange) => signIn(ctx, body, exchange)),
  route(contracts.getSession, (ctx, _, exchange) => getSession(ctx, exchange)),
  route(contracts.signOut, (ctx, _, exchange) => signOut(ctx, exchange)),
  route(contracts.listSessions, (ctx) => listSessions(ctx)),
  route(contracts.endSession, (ctx, { params }, exchange) => endSession(ctx, params.sessionId, exchange)),
  route(contracts.endOtherSessions, (ctx) => endOtherSessions(ctx)),
  route(contracts.editProfile, (ctx, { body }, exchange) => editProfile(ctx, body, exchange)),
];

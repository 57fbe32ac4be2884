import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { requireFound } from '../../core/version.ts';
import { findSampleOf } from '../../db/workspaces.ts';
import type { Exchange } from '../../http/route.ts';
import { recordChange } from '../audit/record-change.ts';
import { findActor } from '../sessions/find-actor.ts';
import { signedIn } from '../sessions/identify-session.ts';
import type { SessionState } from '../sessions/schema.ts';
import { describeSession } from '../sessions/start-session.ts';
import { addGuest } from './add-guest.ts';
import { asWorkspace, findHome } from './read-sample.ts';
import { findSample, hasGuest, updateVisit } from './store.ts';

/** Takes this browser into the sample company: the session stays what it is and looks into another workspace. */
export async function joinSample(ctx: Ctx, exchange: Exchange): Promise<SessionState> {
  const { id, name, sessionId } = signedIn(ctx);
  return tx(await findHome(ctx), async (home) => {
    const sample = await findSample(home, true);
    if (sample?.status !== 'ready') {
      const detail = 'There is no sample company yet. Have one made first.';
      throw new BatonError('conflict', 'sample.not-ready', detail);
    }
    const workspace = asWorkspace(sample.sampleId);
    const inside: Ctx = { ...home, workspace };
    if (!(await hasGuest(inside, id))) await addGuest(inside, { id, name });
    await updateVisit(inside, home.workspace, sessionId, workspace);
    await recordChange(home, { verb: 'sample.joined', object: 'workspace', objectId: workspace });
    return describe(inside, id, exchange);
  });
}

/** Takes this browser back; where it is back already nothing changes. */
export async function leaveSample(ctx: Ctx, exchange: Exchange): Promise<SessionState> {
  const { id, sessionId } = signedIn(ctx);
  return tx(ctx, async (ctx) => {
    const workspace = await findSampleOf(ctx.db, ctx.workspace);
    if (workspace === null) return describe(ctx, id, exchange);
    const home: Ctx = { ...ctx, workspace };
    await updateVisit(ctx, workspace, sessionId, null);
    await recordChange(home, { verb: 'sample.left', object: 'workspace', objectId: ctx.workspace });
    return describe(home, id, exchange);
  });
}

async function describe(ctx: Ctx, memberId: string, exchange: Exchange): Promise<SessionState> {
  const { actsFor } = requireFound('member', (await findActor(ctx, memberId)) ?? undefined);
  return describeSession(ctx, memberId, actsFor, exchange.sessionToken ?? '');
}

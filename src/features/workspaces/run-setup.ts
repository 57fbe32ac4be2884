import { timingSafeEqual } from 'node:crypto';
import type { z } from 'zod';
import { type Ctx, tx, type WorkspaceId } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { newId } from '../../db/ids.ts';
import type { Exchange } from '../../http/route.ts';
import { recordChange } from '../audit/record-change.ts';
import { addCalendar } from '../calendars/add-calendar.ts';
import { addMember } from '../members/add-member.ts';
import { hashPassword } from '../sessions/hash-password.ts';
import type { SessionState } from '../sessions/schema.ts';
import { startSession } from '../sessions/start-session.ts';
import { nameHead } from './name-head.ts';
import type { runSetup as contract } from './schema.ts';
import { insertWorkspace, isSetUp, takeInstallation } from './store.ts';

const alreadyDone = () =>
  new BatonError(
    'conflict',
    'setup.already-done',
    'This Baton has an owner already. Sign in, or ask the owner to invite you.',
  );

/**
 * The first run: workspace, owner, heads, calendar and the owner's session, all or nothing, once. Of two browsers that
 * finish at the same instant one waits for the other and is refused.
 *
 * @param setupToken what must be given when Baton listens beyond this machine; null when nothing must
 */
export async function runSetup(
  ctx: Ctx,
  body: z.output<NonNullable<(typeof contract)['body']>>,
  exchange: Exchange,
  setupToken: string | null,
): Promise<SessionState> {
  if (await isSetUp(ctx.db)) throw alreadyDone();
  if (setupToken !== null && !sameText(setupToken, body.setupToken ?? '')) {
    throw new BatonError('forbidden', 'setup.token', 'Enter the setup token that Baton printed on its console.', {
      errors: [{ pointer: '#/setupToken', detail: 'This is not the token on the console.' }],
    });
  }
  const passwordHash = await hashPassword(body.owner.password);
  const workspace = newId(ctx.now) as WorkspaceId;
  const { name, email, department, heads } = body.owner;
  const [id, sessionId] = [newId(ctx.now), newId(ctx.now)];
  // Whoever sets Baton up acts as the owner that they become.
  const profile = { id, name, sessionId, role: 'admin', department, actsFor: heads, visibility: 'all' } as const;
  return tx({ ...ctx, workspace, actor: { kind: 'member', ...profile } }, async (ctx) => {
    if (!(await takeInstallation(ctx))) throw alreadyDone();
    await insertWorkspace(ctx, body.workspace);
    await recordChange(ctx, {
      verb: 'workspace.created',
      object: 'workspace',
      objectId: workspace,
      after: body.workspace,
    });
    await addMember(ctx, { name, email, department, role: 'admin', passwordHash }, id);
    for (const headed of heads) await nameHead(ctx, headed, id);
    await addCalendar(ctx, { ...body.calendar, name: body.workspace.name, owner: { kind: 'workspace' } });
    return startSession(ctx, exchange, id, heads, sessionId);
  });
}

function sameText(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}

import type { Ctx } from '../../context.ts';
import { loadCalendars } from '../calendars/load-calendars.ts';
import { findAcknowledgeBy } from '../routing/find-acknowledge-by.ts';
import { readWorkspace } from '../workspaces/read-workspace.ts';
import type { CheckedText } from './check-text.ts';
import { listPosts, listSigners, type NamedVersion } from './store.ts';
import { isInForce, type Standing } from './summarise-version.ts';

/** What surrounds a version now: who stands for the parties, and of the one in force until when it can be confirmed. */
export async function findStanding(ctx: Ctx, row: NamedVersion, text: CheckedText): Promise<Standing> {
  const posts = await listPosts(ctx);
  const signers = await listSigners(ctx);
  const { zone } = await readWorkspace(ctx);
  const from = row.inForceFrom ?? row.effectiveAt;
  const { agreement } = text;
  if (!isInForce(ctx, row) || agreement === null || from === null) return { posts, signers, zone, acknowledgeBy: null };
  const calendars = await loadCalendars(ctx, { version: row, agreement }, []);
  const acknowledgeBy = await findAcknowledgeBy(ctx, from.getTime(), calendars);
  return { posts, signers, zone, acknowledgeBy: new Date(acknowledgeBy).toISOString() };
}

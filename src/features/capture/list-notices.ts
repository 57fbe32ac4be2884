import type { Ctx } from '../../context.ts';
import { readSource } from '../sources/read-source.ts';
import type { Notice } from './schema.ts';
import { selectNotices } from './store.ts';

const daysShown = 30;
const day = 86_400_000;

/** What was left out or changed of what a source sent in the last 30 days, by reason, the newest first. */
export async function listNotices(ctx: Ctx, sourceId: string): Promise<{ data: Notice[] }> {
  await readSource(ctx, sourceId);
  const since = new Date(ctx.now.getTime() - daysShown * day).toISOString().slice(0, 10);
  const rows = await selectNotices(ctx, sourceId, since);
  return { data: rows.map(({ lastAt, ...row }) => ({ ...row, lastAt: lastAt.toISOString() })) };
}

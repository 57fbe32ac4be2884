import { z } from 'zod';
import type { Ctx } from '../../context.ts';
import type { CallOutput } from '../../core/contract.ts';
import { decodeCursor, encodeCursor } from '../../core/cursor.ts';
import { Id, Instant } from '../../core/wire.ts';
import { nameReasons, toRejections } from './read-rejection.ts';
import type { listFeedback as contract, groupFeedback as groupContract, Rejection } from './schema.ts';
import { countGroups, countMine, selectRejections } from './store.ts';

const Cursor = z.tuple([Instant, Id]);

/** One page of rejections within reach, the latest first. */
export async function listFeedback(
  ctx: Ctx,
  { cursor, limit, ...filter }: z.output<NonNullable<(typeof contract)['query']>>,
): Promise<{ data: Rejection[]; nextCursor: string | null }> {
  const after = cursor === undefined ? null : decodeCursor(Cursor, cursor);
  const { status, reason, campaign, persona, memberId, handoffId, mine, deadlock } = filter;
  const asked = { status, reason, campaign, persona, memberId, handoffId, mine, deadlock };
  const rows = await selectRejections(ctx, asked, { after, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    data: await toRejections(ctx, shown),
    nextCursor: rows.length > limit && last ? encodeCursor([last.openedAt.toISOString(), last.id]) : null,
  };
}

/** How many rejections within reach there are of each reason, campaign and persona, the most first. */
export async function groupFeedback(
  ctx: Ctx,
  query: { from?: string | undefined; to?: string | undefined },
): Promise<CallOutput<typeof groupContract>> {
  const span = {
    from: query.from === undefined ? null : new Date(query.from),
    to: query.to === undefined ? null : new Date(query.to),
  };
  const reasons = await countGroups(ctx, 'reasons', span);
  const campaigns = await countGroups(ctx, 'campaigns', span);
  const personas = await countGroups(ctx, 'personas', span);
  const names = await nameReasons(ctx, reasons);
  const toGroup = (
    { key, total, open, contested }: Pick<(typeof reasons)[number], 'key' | 'total' | 'open' | 'contested'>,
    name: string | null,
  ) => ({ key, name: name ?? key ?? 'None', total, open, contested });
  return {
    reasons: reasons.map((row) => toGroup(row, names.get(`${row.versionId} ${row.key}`) ?? null)),
    campaigns: campaigns.map((row) => toGroup(row, row.key)),
    personas: personas.map((row) => toGroup(row, row.key === null ? null : row.personaName)),
    mine: await countMine(ctx),
  };
}

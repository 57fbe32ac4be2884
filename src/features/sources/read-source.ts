import type { Ctx } from '../../context.ts';
import { requireFound } from '../../core/version.ts';
import type { Source } from './schema.ts';
import { findSource, type SourceRow } from './store.ts';

/** One source. Throws `source.not-found`. */
export async function readSource(ctx: Ctx, sourceId: string): Promise<Source> {
  return toSource(ctx, requireFound('source', await findSource(ctx, sourceId)));
}

/** Everybody may know which sources there are; the write key is for those who put it into pages. */
export function toSource(ctx: Ctx, row: SourceRow): Source {
  const { writeKey, createdAt, lastSeenAt, revokedAt, previousKeyUntil, ...rest } = row;
  return {
    ...rest,
    writeKey: managesSources(ctx) ? writeKey : null,
    previousKeyUntil: previousKeyUntil !== null && previousKeyUntil > ctx.now ? previousKeyUntil.toISOString() : null,
    createdAt: createdAt.toISOString(),
    lastSeenAt: lastSeenAt?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
  };
}

function managesSources({ actor }: Ctx): boolean {
  if (actor.kind === 'key') return actor.scopes.includes('sources:write');
  return actor.kind === 'member' && (actor.role === 'admin' || actor.role === 'head' || actor.actsFor.length > 0);
}

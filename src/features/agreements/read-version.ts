import type { Ctx } from '../../context.ts';
import { requireFound } from '../../core/version.ts';
import { checkText } from './check-text.ts';
import { findStanding } from './find-standing.ts';
import type { AgreementVersion } from './schema.ts';
import { findAcknowledgement, findInForce, findVersion, listSignatures } from './store.ts';
import { describeVersion } from './summarise-version.ts';

export async function readVersion(ctx: Ctx, versionId: string): Promise<AgreementVersion> {
  const row = requireFound('agreement', await findVersion(ctx, versionId));
  const { actor } = ctx;
  const acknowledgedAt = actor.kind === 'member' ? await findAcknowledgement(ctx, versionId, actor.id) : null;
  const text = await checkText(ctx, row.source);
  const signatures = await listSignatures(ctx, versionId);
  return describeVersion(ctx, row, { text, signatures, acknowledgedAt, ...(await findStanding(ctx, row, text)) });
}

/** The text as it was written. */
export async function readSource(ctx: Ctx, versionId: string): Promise<string> {
  return requireFound('agreement', await findVersion(ctx, versionId)).source;
}

/** Its number, by which versions follow each other. */
export async function readVersionNumber(ctx: Ctx, versionId: string): Promise<number> {
  return requireFound('agreement', await findVersion(ctx, versionId)).number;
}

/** The agreement that binds everybody at an instant; null before the first. */
export async function readInForce(ctx: Ctx, at: Date): Promise<{ data: AgreementVersion | null }> {
  const found = await findInForce(ctx, at);
  return { data: found ? await readVersion(ctx, found.id) : null };
}

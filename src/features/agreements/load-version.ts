import type { Ctx } from '../../context.ts';
import { readAgreement } from '../../core/agreement/read-agreement.ts';
import type { Agreement } from '../../core/agreement/schema.ts';
import type { VersionStatus } from '../../core/agreement/version-life.ts';
import { BatonError } from '../../core/errors.ts';
import { requireFound } from '../../core/version.ts';
import type { VersionSummary } from './schema.ts';
import { findVersion, listEarlierInForce, type NamedVersion } from './store.ts';
import { summariseVersion } from './summarise-version.ts';

/** A version with its text as it was read; whatever its state. */
export type LoadedVersion = {
  id: string;
  number: number;
  status: VersionStatus;
  hash: string;
  source: string;
  agreement: Agreement;
  summary: VersionSummary;
};

/** A version that can be read, of any state. Throws `agreement.unreadable` (409) for a draft that cannot be read yet. */
export async function loadVersion(ctx: Ctx, versionId: string): Promise<LoadedVersion> {
  const row = requireFound('agreement', await findVersion(ctx, versionId));
  const loaded = readVersionText(ctx, row);
  if (loaded !== null) return loaded;
  throw new BatonError(
    'conflict',
    'agreement.unreadable',
    `The text of version ${row.number} cannot be read yet. Correct its problems first.`,
  );
}

/**
 * What a version came from: it and those in force before it, the newest first; `olderThan` is the number of the last one
 * where there are more.
 */
export async function loadSteps(
  ctx: Ctx,
  versionId: string,
  most: number,
): Promise<{ steps: LoadedVersion[]; olderThan: number | null }> {
  const version = await loadVersion(ctx, versionId);
  const rows = await listEarlierInForce(ctx, version.number, most + 1);
  const earlier = rows.slice(0, most).flatMap((row) => readVersionText(ctx, row) ?? []);
  return { steps: [version, ...earlier], olderThan: rows.length > most ? (rows[most - 1]?.number ?? null) : null };
}

function readVersionText(ctx: Ctx, row: NamedVersion): LoadedVersion | null {
  const { id, number, hash, source } = row;
  const { agreement } = readAgreement(row.canonical ?? source);
  if (agreement === null || hash === null) return null;
  const summary = summariseVersion(ctx, row);
  return { id, number, status: summary.status, hash, source, agreement, summary };
}

import type { Ctx } from '../../context.ts';
import type { CallOutput } from '../../core/contract.ts';
import { loadVersion } from '../agreements/load-version.ts';
import { readVersionNumber } from '../agreements/read-version.ts';
import { type getWaves, type Rehearsal, RehearsalResult } from './schema.ts';
import { countWaves, findLastRehearsal, type RehearsalRow } from './store.ts';

/** The last rehearsal of a version; null for none. */
export async function readRehearsal(ctx: Ctx, versionId: string): Promise<{ data: Rehearsal | null }> {
  await readVersionNumber(ctx, versionId);
  const row = await findLastRehearsal(ctx, versionId);
  return { data: row === undefined ? null : describeRehearsal(row) };
}

export function describeRehearsal(row: RehearsalRow): Rehearsal {
  const { id, versionId, number, hash, hashNow, againstId, againstNumber, status, people, judged } = row;
  return {
    id,
    version: { id: versionId, number },
    hash,
    isOutdated: hash !== hashNow,
    against: againstId === null || againstNumber === null ? null : { id: againstId, number: againstNumber },
    status,
    people,
    judged,
    askedAt: row.askedAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
    result: row.result === null ? null : RehearsalResult.parse(row.result),
  };
}

/** How far the waves of a version are. */
export async function readWaves(ctx: Ctx, versionId: string): Promise<CallOutput<typeof getWaves>> {
  const { summary } = await loadVersion(ctx, versionId);
  const { people, handedOver, dropped } = await countWaves(ctx, versionId);
  return { waveSize: summary.waveSize, people, handedOver, waiting: people - handedOver - dropped, dropped };
}

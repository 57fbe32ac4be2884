import type { Import } from './schema.ts';
import type { ImportRecord } from './store.ts';

/** How long what an import made can be removed again. */
export const undoDays = 30;

/** The instant until which an import can be undone; null where it made nothing or was undone. */
export function undoUntil({ status, startedAt, finishedAt }: ImportRecord): Date | null {
  if (status !== 'done' && status !== 'cancelled' && status !== 'undoing') return null;
  if (startedAt === null || finishedAt === null) return null;
  return new Date(finishedAt.getTime() + undoDays * 86_400_000);
}

const noCounts = { created: 0, updated: 0, unchanged: 0, skipped: 0, faults: 0, flagged: 0 };

const toCounts = ({ fault = 0, ...counts }: ImportRecord['counts']) => ({ ...noCounts, ...counts, faults: fault });

/** An import as it is shown. */
export function giveImport(row: ImportRecord): Import {
  return {
    id: row.id,
    name: row.name,
    status: row.status,
    kind: row.kind,
    preset: row.preset,
    rowCount: row.rowCount,
    done: row.cursor,
    counts: toCounts(row.counts),
    dryRun: row.dryRun === null ? null : toCounts(row.dryRun),
    undone: row.undoCounts === null ? null : { restored: 0, ...row.undoCounts },
    how: row.how,
    load: row.load,
    releasedUnder: row.versionId,
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    undoUntil: undoUntil(row)?.toISOString() ?? null,
    version: row.version,
  };
}

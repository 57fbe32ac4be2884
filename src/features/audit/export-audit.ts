import { toCsv } from '../../connectors/csv.ts';
import type { Ctx } from '../../context.ts';
import type { AuditFilter } from './schema.ts';
import { type EntryRow, listEntries } from './store.ts';

const columns = [
  'at',
  'actorKind',
  'actorName',
  'actorId',
  'verb',
  'object',
  'objectId',
  'before',
  'after',
  'requestId',
];

/** About 30 MB of text: what one answer may hold, and more than a spreadsheet is pleasant with. */
const mostRows = 100_000;
/** Small enough that other requests are answered between two parts. */
const partRows = 2_000;

/**
 * All changes that fit the filter as CSV, the newest first, read part by part. When there are more than `limit`, the last
 * line says so.
 */
export async function exportAudit(ctx: Ctx, filter: AuditFilter, limit = mostRows): Promise<string> {
  const parts = [toCsv([columns], true)];
  let after: [string, string] | null = null;
  for (let left = limit; ; ) {
    // One more than may be shown: it tells whether there is more.
    const rows: EntryRow[] = await listEntries(ctx, { ...filter, after, limit: Math.min(partRows, left + 1) });
    const shown = rows.slice(0, left);
    parts.push(toCsv(shown.map(toRow), false));
    left -= shown.length;
    if (rows.length > shown.length) {
      const note = `Cut after ${limit} rows, the newest. Choose a shorter span by "from" and "to" for the others.`;
      parts.push(toCsv([[note, ...columns.slice(1).map(() => '')]], false));
      break;
    }
    const last = shown.at(-1);
    if (rows.length < partRows || !last) break;
    after = [last.at.toISOString(), last.id];
  }
  return parts.join('');
}

const toRow = (row: EntryRow): (string | null)[] => [
  row.at.toISOString(),
  row.actorKind,
  row.actorName,
  row.actorId,
  row.verb,
  row.object,
  row.objectId,
  row.before && JSON.stringify(row.before),
  row.after && JSON.stringify(row.after),
  row.requestId,
];

import { toCsv } from '../../connectors/csv.ts';
import type { Ctx } from '../../context.ts';
import { problemHeader } from '../../core/imports/header-key.ts';
import { selectImport, selectReport } from './store.ts';

/** Small enough that other requests are answered between two parts. */
const partRows = 2_000;

/** The rows that were refused, as they were, each with why: corrected, the file can be imported again by itself. */
export async function exportFaults(ctx: Ctx, importId: string): Promise<string> {
  const { headers } = await selectImport(ctx, importId);
  const kept = headers.flatMap((header, at) => (header === problemHeader ? [] : [at]));
  const parts = [toCsv([[...kept.map((at) => headers[at] ?? ''), problemHeader]], true)];
  for (let after = 0; ; ) {
    const rows = await selectReport(ctx, importId, { status: 'fault', after, limit: partRows });
    parts.push(
      toCsv(
        rows.map(({ cells, problem }) => [...kept.map((at) => cells[at] ?? ''), problem]),
        false,
      ),
    );
    if (rows.length < partRows) return parts.join('');
    after = rows.at(-1)?.number ?? after;
  }
}

import type { Ctx } from '../../context.ts';
import { problemHeader } from '../../core/imports/header-key.ts';
import { listOpenQuestions, mapColumns } from '../../core/imports/map-columns.ts';
import type { ImportPreview } from './schema.ts';
import { selectImport, selectRows } from './store.ts';

const previewRows = 20;

/** The first rows of a file, and of each column what it is taken for, why, and what must be asked. */
export async function previewImport(ctx: Ctx, importId: string): Promise<ImportPreview> {
  const row = await selectImport(ctx, importId);
  const { headers, profiles, columns, kind, source, keyBy, mode, blanks, touch, owners } = row;
  const proposal = mapColumns(headers, profiles, kind);
  const open = new Map(listOpenQuestions(columns, profiles).map(({ column, asks }) => [column, asks]));
  return {
    ...{ kind, source, keyBy, mode, blanks, touch, owners },
    encoding: row.encoding,
    delimiter: row.delimiter,
    headerRow: row.headerRow,
    columns: headers.map((header, at) => {
      const column = columns[at] ?? { field: null, type: 'text' as const, dateOrder: null, decimal: null };
      const proposed = proposal.columns[at];
      const isProposed = proposed?.field === column.field || header === problemHeader;
      return {
        ...column,
        header,
        reason: isProposed ? (proposed?.reason ?? '') : 'You chose it, now or for a file of this shape before.',
        confidence: isProposed ? (proposed?.confidence ?? 'none') : ('certain' as const),
        asks: open.get(at) ?? null,
        filled: profiles[at]?.filled ?? 0,
        samples: profiles[at]?.samples ?? [],
      };
    }),
    rows: (await selectRows(ctx, importId, 0, previewRows)).map(({ cells }) => cells),
  };
}

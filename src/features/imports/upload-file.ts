import { createHash } from 'node:crypto';
import { openCsv } from '../../connectors/csv-reader.ts';
import { isOldExcel, isZip, readXlsx } from '../../connectors/xlsx.ts';
import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import type { ImportKind } from '../../core/imports/fields.ts';
import { findHeader } from '../../core/imports/find-header.ts';
import { problemHeader, signHeaders } from '../../core/imports/header-key.ts';
import { mapColumns } from '../../core/imports/map-columns.ts';
import { ColumnProfiler } from '../../core/imports/profile-columns.ts';
import { isBlankCell } from '../../core/imports/read-cell.ts';
import { inChunks } from '../../db/chunks.ts';
import { newId } from '../../db/ids.ts';
import { recordChange } from '../audit/record-change.ts';
import { findResponsibleMember } from '../keys/find-responsible-member.ts';
import { giveImport } from './give-import.ts';
import type { Import } from './schema.ts';
import { deleteImport, insertImport, insertRows, selectImport, selectMapping, updateImport } from './store.ts';

/** More columns than any program exports; a file of more is not parted as we took it to be. */
const mostColumns = 1_000;

type Opened = {
  format: 'csv' | 'xlsx';
  encoding: string | null;
  delimiter: string | null;
  parts: AsyncIterable<string[][]>;
};

/**
 * Takes a file in: stores its rows as they are and proposes what its columns mean, as they were mapped last time where a file
 * of this shape was here before. Nothing is brought in yet.
 */
export async function uploadFile(
  ctx: Ctx,
  body: Uint8Array | string,
  { name, kind }: { name: string; kind?: ImportKind | undefined },
): Promise<Import> {
  const bytes = Buffer.from(body as Uint8Array);
  const { parts, ...opened } = await openFile(bytes);
  const id = newId(ctx.now);
  const createdBy = await findResponsibleMember(ctx);
  const rows = await storeRows(ctx, parts, async (first) => {
    await insertImport(ctx, { id, name, ...opened, ...blankImport(ctx, first), kind: kind ?? 'contacts', createdBy });
    return id;
  });
  const { headers, count: rowCount } = rows;
  const profiles = rows.profiler.finish();
  const proposal = mapColumns(headers, profiles, kind ?? null);
  const signature = signHeaders(headers);
  const hash = createHash('sha256').update(signature).digest('hex');
  const remembered = kind === undefined ? await recallMapping(ctx, hash, headers) : null;
  const { columns, preset, source, ...others } = proposal;
  const values = {
    ...others,
    // Ids of files that nobody has named a system for are kept apart by the shape of the file.
    source: source === 'file' ? `file-${hash.slice(0, 8)}` : source,
    columns: columns.map(({ field, type, dateOrder, decimal }) => ({ field, type, dateOrder, decimal })),
    ...remembered,
  };
  return tx(ctx, async (ctx) => {
    await updateImport(ctx, id, {
      ...values,
      status: 'draft',
      rowCount,
      signature: hash,
      preset: preset?.key ?? null,
      profiles: JSON.stringify(profiles),
      columns: JSON.stringify(values.columns),
      touch: JSON.stringify(values.touch),
    });
    await recordChange(ctx, {
      verb: 'import.uploaded',
      object: 'import',
      objectId: id,
      after: { name, rows: rowCount },
    });
    return giveImport(await selectImport(ctx, id));
  });
}

/** Stores the rows of a file part by part. In transactions of their own: a long one would hold up all who read what arrives. */
async function storeRows(
  ctx: Ctx,
  parts: Opened['parts'],
  begin: (first: StoredRows) => Promise<string>,
): Promise<StoredRows> {
  let stored: StoredRows | null = null;
  let importId: string | null = null;
  try {
    for await (const part of parts) {
      const isFirst = stored === null;
      stored ??= new StoredRows(part);
      importId ??= await begin(stored);
      await stored.add(ctx, importId, isFirst ? part.slice(stored.headerRow + 1) : part);
    }
    if (stored !== null && stored.count > 0) return stored;
    throw new BatonError('invalid', 'import.empty', 'The file has no rows below its header. Choose another file.');
  } catch (error) {
    if (importId !== null) await deleteImport(ctx, importId);
    throw error;
  }
}

/** The mapping of the last file of this shape; an error file has one column more, which is read by nobody. */
async function recallMapping(ctx: Ctx, signature: string, headers: readonly string[]) {
  const mapping = await selectMapping(ctx, signature);
  if (mapping === null) return null;
  const given = mapping.columns.values();
  const ignored = { field: null, type: 'text' as const, dateOrder: null, decimal: null };
  return {
    ...mapping,
    columns: headers.map((header) => (header === problemHeader ? ignored : (given.next().value ?? ignored))),
  };
}

class StoredRows {
  readonly headers: string[];
  readonly headerRow: number;
  readonly profiler: ColumnProfiler;
  count = 0;

  constructor(first: readonly string[][]) {
    this.headerRow = findHeader(first);
    this.headers = (first[this.headerRow] ?? []).map((header) => header.trim());
    if (this.headers.length > mostColumns) {
      const many = `The file has ${this.headers.length} columns, and ${mostColumns} are the most. Leave some out.`;
      throw new BatonError('invalid', 'import.too-wide', many);
    }
    this.profiler = new ColumnProfiler(this.headers.length);
  }

  async add(ctx: Ctx, importId: string, part: readonly string[][]): Promise<void> {
    const rows = part.filter((row) => row.some((cell) => !isBlankCell(cell)));
    this.profiler.add(rows);
    for (const chunk of inChunks(rows)) {
      await insertRows(ctx, importId, this.count + 1, chunk);
      this.count += chunk.length;
    }
  }
}

const blankImport = (ctx: Ctx, { headers, headerRow }: StoredRows) => ({
  status: 'uploading' as const,
  headerRow,
  headers: JSON.stringify(headers),
  signature: '',
  profiles: '[]',
  preset: null,
  source: 'file',
  keyBy: 'none' as const,
  mode: 'both' as const,
  blanks: 'keep' as const,
  columns: '[]',
  touch: '{}',
  createdAt: ctx.now,
  updatedAt: ctx.now,
  startedAt: null,
  finishedAt: null,
  undoneAt: null,
  versionId: null,
});

async function openFile(bytes: Buffer): Promise<Opened> {
  if (isOldExcel(bytes)) {
    const old = 'Excel files of the old form (.xls) are not read. Save it as .xlsx or CSV and try again.';
    throw new BatonError('invalid', 'import.old-excel', old);
  }
  if (isZip(bytes)) {
    return { format: 'xlsx', encoding: null, delimiter: null, parts: givePart(await readXlsx(bytes)) };
  }
  const { encoding, delimiter, parts } = openCsv(bytes);
  return { format: 'csv', encoding, delimiter, parts };
}

async function* givePart(rows: string[][]): AsyncGenerator<string[][]> {
  if (rows.length > 0) yield rows;
}

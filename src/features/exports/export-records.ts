import { Readable } from 'node:stream';
import { toCsv } from '../../connectors/csv.ts';
import { writeXlsx } from '../../connectors/xlsx-writer.ts';
import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { listAccounts } from '../accounts/list-accounts.ts';
import { recordChange } from '../audit/record-change.ts';
import { listContacts } from '../contacts/list-contacts.ts';
import { exportsBy, takeAttempt } from '../limits/take-attempt.ts';
import { accountColumns, type Cell, contactColumns, type ExportColumn, readColumns } from './read-columns.ts';
import type { RecordExport } from './schema.ts';

/** Small enough that other requests are answered between two parts. */
const partRows = 1_000;
/** A workbook is made in one piece: so many rows of twenty columns take some 200 MB while that lasts. */
const mostSheetRows = 50_000;

type RecordKind = 'contact' | 'account';
type Row = { id: string; fields: Readonly<Record<string, unknown>> };
type Rows = AsyncGenerator<readonly Cell[][]>;

/**
 * The records of a list as CSV, read and sent part by part, so that a file of any length takes no memory. Cells that a
 * spreadsheet would run are made harmless.
 */
export async function exportRecords(ctx: Ctx, object: RecordKind, asked: RecordExport): Promise<Readable> {
  const { headers, rows } = await openExport(ctx, object, asked, 'csv');
  // The first part is read before anything is sent: what is wrong with the list is still an answer of its own.
  const first = await rows.next();
  async function* write() {
    yield toCsv([headers], true);
    if (!first.done)
      yield toCsv(
        first.value.map((row) => row.map(toText)),
        false,
      );
    for await (const part of rows)
      yield toCsv(
        part.map((row) => row.map(toText)),
        false,
      );
  }
  return Readable.from(write());
}

/** The records of a list as a workbook, in which every text is a text. */
export async function exportSheet(
  ctx: Ctx,
  object: RecordKind,
  asked: RecordExport,
  most = mostSheetRows,
): Promise<Readable> {
  const { headers, rows } = await openExport(ctx, object, asked, 'xlsx');
  const all: (readonly Cell[])[] = [];
  for await (const part of rows) {
    all.push(...part);
    if (all.length <= most) continue;
    const detail = `A workbook holds at most ${most} rows here. Export as CSV, which has no limit, or narrow the list down.`;
    throw new BatonError('too-large', 'export.too-large', detail);
  }
  return Readable.from([await writeXlsx(headers, all)]);
}

async function openExport(ctx: Ctx, object: RecordKind, asked: RecordExport, format: 'csv' | 'xlsx') {
  if (ctx.actor.kind === 'member' || ctx.actor.kind === 'key') await takeAttempt(ctx, [exportsBy(ctx.actor.id)]);
  const opened =
    object === 'contact'
      ? open(asked, readColumns(contactColumns, asked.columns), (cursor) =>
          listContacts(ctx, { ...asked.query, sort: asked.sort, direction: asked.direction, limit: partRows, cursor }),
        )
      : open(asked, readColumns(accountColumns, asked.columns), (cursor) => {
          const sort = asked.sort === 'created' ? 'created' : 'name';
          return listAccounts(ctx, { ...asked.query, sort, direction: asked.direction, limit: partRows, cursor });
        });
  const { columns, query, ids, except } = asked;
  await tx(ctx, (ctx) =>
    recordChange(ctx, {
      ...{ verb: `${object}.exported`, object, objectId: null },
      after: { format, columns, query, chosen: ids?.length ?? null, except: except?.length ?? null },
    }),
  );
  return opened;
}

function open<Found extends Row>(
  { ids, except = [] }: RecordExport,
  columns: readonly ExportColumn<Found>[],
  read: (cursor: string | undefined) => Promise<{ data: Found[]; nextCursor: string | null }>,
): { headers: string[]; rows: Rows } {
  const [only, without] = [ids && new Set(ids), new Set(except)];
  const isMeant = ({ id }: Found) => (only === undefined || only.has(id)) && !without.has(id);
  async function* rows(): Rows {
    let cursor: string | undefined;
    for (;;) {
      const { data, nextCursor } = await read(cursor);
      yield data.filter(isMeant).map((row) => columns.map((column) => column.read(row)));
      if (nextCursor === null) return;
      cursor = nextCursor;
    }
  }
  return { headers: columns.map(({ header }) => header), rows: rows() };
}

const toText = (cell: Cell): string | null => {
  if (cell === null) return null;
  return typeof cell === 'boolean' ? (cell ? 'Yes' : 'No') : String(cell);
};

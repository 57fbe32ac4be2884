import type { z } from 'zod';
import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { mapColumns } from '../../core/imports/map-columns.ts';
import { requireVersion } from '../../core/version.ts';
import { recordChange } from '../audit/record-change.ts';
import { giveImport } from './give-import.ts';
import type { editImport as contract, Import } from './schema.ts';
import { type ImportRecord, lockImport, selectImport, updateImport } from './store.ts';

/** Changes what the columns of a file mean, before it is started. Another kind of rows without columns is proposed anew. */
export async function editImport(
  ctx: Ctx,
  importId: string,
  version: number,
  { columns, touch, ...others }: z.output<NonNullable<(typeof contract)['body']>>,
): Promise<Import> {
  return tx(ctx, async (ctx) => {
    const before = requireVersion('import', await lockImport(ctx, importId), version);
    if (before.status !== 'draft') {
      const started = 'Only a file that was not started yet can be changed. Upload it again.';
      throw new BatonError('conflict', 'import.not-draft', started);
    }
    if (columns !== undefined && columns.length !== before.headers.length) {
      const wrong = `The file has ${before.headers.length} columns, and the mapping ${columns.length}. Give one for each.`;
      throw new BatonError('invalid', 'import.columns', wrong);
    }
    const isOther = others.kind !== undefined && others.kind !== before.kind && columns === undefined;
    const proposed = isOther ? mapColumns(before.headers, before.profiles, others.kind ?? null) : null;
    const mapped =
      columns ?? proposed?.columns.map(({ field, type, dateOrder, decimal }) => ({ field, type, dateOrder, decimal }));
    await updateImport(ctx, importId, {
      ...(proposed === null ? {} : { keyBy: proposed.keyBy, touch: JSON.stringify(proposed.touch) }),
      ...Object.fromEntries(Object.entries(others).filter(([, value]) => value !== undefined)),
      ...(mapped === undefined ? {} : { columns: JSON.stringify(mapped) }),
      ...(touch === undefined ? {} : { touch: JSON.stringify(touch) }),
      dryRun: null,
    });
    const after = await selectImport(ctx, importId);
    await recordChange(ctx, {
      verb: 'import.edited',
      object: 'import',
      objectId: importId,
      before: settings(before),
      after: settings(after),
    });
    return giveImport(after);
  });
}

const settings = ({ kind, source, keyBy, mode, blanks, columns, touch, owners }: ImportRecord) => ({
  ...{ kind, source, keyBy, mode, blanks, columns, touch, owners },
});

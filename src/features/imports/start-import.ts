import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { problemHeader } from '../../core/imports/header-key.ts';
import { listOpenQuestions } from '../../core/imports/map-columns.ts';
import { findRelayInForce } from '../agreements/find-relay.ts';
import { recordChange } from '../audit/record-change.ts';
import { giveImport } from './give-import.ts';
import type { Import } from './schema.ts';
import { type ImportRecord, lockImport, saveMapping, selectImport, updateImport } from './store.ts';

/**
 * Begins to bring a file in; a job does it. The mapping is remembered for the next file of this shape. As live, it comes in
 * like history; then its load is computed, and whoever releases it by that load lets its people qualify.
 */
export async function startImport(ctx: Ctx, importId: string, how: 'history' | 'live'): Promise<Import> {
  return tx(ctx, async (ctx) => {
    const given = await lockImport(ctx, importId);
    requireReady(given);
    if (how === 'live') await requireAgreement(ctx, given.kind);
    await updateImport(ctx, importId, { status: 'running', how, startedAt: ctx.now });
    const { kind, source, keyBy, mode, blanks, touch, owners, headers } = given;
    const columns = given.columns.filter((_, at) => headers[at] !== problemHeader);
    await saveMapping(ctx, given.signature, { kind, source, keyBy, mode, blanks, columns, touch, owners });
    await recordChange(ctx, {
      verb: 'import.started',
      object: 'import',
      objectId: importId,
      after: { kind, source, keyBy, mode, owners, how },
    });
    await ctx.enqueue(ctx.db, 'run-import', { workspace: ctx.workspace, importId });
    return giveImport(await selectImport(ctx, importId));
  });
}

async function requireAgreement(ctx: Ctx, kind: ImportRecord['kind']): Promise<void> {
  if (kind !== 'contacts' && kind !== 'touches' && kind !== 'activities') {
    const nobody = 'Only files of people, touches and activities can hand leads over. Bring it in as history.';
    throw new BatonError('invalid', 'import.not-live', nobody);
  }
  if ((await findRelayInForce(ctx)) === null) {
    const none = 'No agreement is in force by which anybody could qualify. Bring the file in as history.';
    throw new BatonError('conflict', 'import.no-agreement', none);
  }
}

/** Counts what an import would do; a job does it. */
export async function requestCheck(ctx: Ctx, importId: string): Promise<Import> {
  return tx(ctx, async (ctx) => {
    requireReady(await lockImport(ctx, importId));
    await updateImport(ctx, importId, { status: 'checking', dryRun: null });
    await recordChange(ctx, { verb: 'import.checked', object: 'import', objectId: importId });
    await ctx.enqueue(ctx.db, 'check-import', { workspace: ctx.workspace, importId });
    return giveImport(await selectImport(ctx, importId));
  });
}

const neededFields = [
  ['touches', 'touch.at', 'import.no-time', 'Touches need a time. Map the column that says when they were.'],
  ['activities', 'activity.at', 'import.no-time', 'Activities need a time. Map the column that says when they were.'],
  ['notes', 'note.body', 'import.no-text', 'Notes need a text. Map the column that has it.'],
  ['stage-history', 'stage.to', 'import.no-stage', 'Map the column that says which stage it was.'],
  ['spend', 'spend.amount', 'import.no-amount', 'Map the column that says how much was spent.'],
  ['spend', 'spend.day', 'import.no-time', 'Map the column that says of which day the spend is.'],
] as const;

function requireReady({ status, columns, profiles, headers, kind, keyBy }: ImportRecord): void {
  if (status !== 'draft') {
    throw new BatonError(
      'conflict',
      'import.not-draft',
      'It was started before. Upload the file again to import it again.',
    );
  }
  const open = listOpenQuestions(columns, profiles);
  if (open.length > 0) {
    const detail = {
      'date-order': 'Say whether day or month comes first.',
      decimal: 'Say which sign stands before decimals.',
    };
    const names = open.map(({ column }) => `“${headers[column] ?? column + 1}”`).join(', ');
    throw new BatonError(
      'invalid',
      'import.unanswered',
      `The values of ${names} can be read in two ways. Choose one first.`,
      {
        errors: open.map(({ column, asks }) => ({ pointer: `#/columns/${column}`, detail: detail[asks] })),
      },
    );
  }
  const fields = new Set(columns.flatMap(({ field }) => field ?? []));
  if (fields.size === 0)
    throw new BatonError('invalid', 'import.unmapped', 'No column means anything yet. Map one first.');
  for (const [rows, field, code, detail] of neededFields) {
    if (kind === rows && !fields.has(field)) throw new BatonError('invalid', code, detail);
  }
  if (kind === 'contacts' && keyBy === 'email' && !fields.has('contact.email')) {
    throw new BatonError(
      'invalid',
      'import.no-key',
      'Contacts are to be found by e-mail address, but no column has one.',
    );
  }
}

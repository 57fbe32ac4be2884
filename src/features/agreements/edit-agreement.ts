import type { z } from 'zod';
import { type Ctx, tx } from '../../context.ts';
import { editText } from '../../core/agreement/edit-text.ts';
import { longestText } from '../../core/agreement/text-edit.ts';
import { BatonError } from '../../core/errors.ts';
import { recordChange } from '../audit/record-change.ts';
import { checkText, toVersionText } from './check-text.ts';
import { compareTexts } from './compare-texts.ts';
import { lockVersion, requireMove } from './lock-version.ts';
import { notifyParties } from './notify-parties.ts';
import { readVersion } from './read-version.ts';
import type { AgreementVersion, editAgreement as contract } from './schema.ts';
import { updateVersion, type VersionRow } from './store.ts';

/** A draft has no proposal; what was said about an earlier one stays in the audit log. */
const unproposed = {
  status: 'draft',
  message: null,
  proposedBy: null,
  proposedAt: null,
  proposedFor: null,
  effectiveAt: null,
  waveSize: null,
} as const;

export type TextChange = z.output<NonNullable<(typeof contract)['body']>>;

/** Replaces the text, or places of it. A proposed one becomes a draft again: whoever signed it did not sign this. */
export async function editAgreement(
  ctx: Ctx,
  versionId: string,
  seen: number,
  change: TextChange,
): Promise<AgreementVersion> {
  return tx(ctx, async (ctx) => {
    const locked = await lockVersion(ctx, versionId);
    const { row } = locked;
    await requireMove(ctx, locked, 'edit');
    requireSeen(row, seen, change);
    const source = change.source ?? makeEdits(row.source, change);
    // The same text leaves a proposal as it stands, and makes a draft of what was returned.
    if (source === row.source && row.status !== 'returned') return readVersion(ctx, versionId);
    const text = toVersionText(source, await checkText(ctx, source));
    if (row.status === 'proposed') await notifyParties(ctx, versionId, 'changed', ['marketing', 'sales', 'sponsor']);
    await updateVersion(ctx, versionId, { ...text, ...unproposed });
    await recordChange(ctx, {
      verb: 'agreement.edited',
      object: 'agreement',
      objectId: versionId,
      before: { status: row.status, name: row.name, hash: row.hash, edits: row.version },
      after: { status: 'draft', name: text.name, hash: text.hash, edits: row.version + 1 },
    });
    return readVersion(ctx, versionId);
  });
}

function makeEdits(source: string, { edits = [] }: TextChange): string {
  const edited = editText(source, edits);
  if (edited.ok && edited.text.length <= longestText) return edited.text;
  const detail = edited.ok ? 'The text becomes too long: write at most 1,000,000 characters.' : edited.message;
  const errors = [{ pointer: edited.ok ? '#/edits' : `#/edits/${edited.edit}/path`, detail }];
  throw new BatonError('invalid', 'agreement.edit-impossible', detail, { errors });
}

/** Two editors never overwrite each other: the second is given the text that stands, to put both together. */
export function requireSeen(row: VersionRow, seen: number, mine: TextChange = {}): void {
  if (row.version === seen) return;
  throw new BatonError(
    'stale-version',
    'agreement.stale-version',
    'Somebody changed this version in the meantime. Compare their text with yours and save again.',
    {
      extra: {
        current: row.version,
        versionStatus: row.status,
        source: row.source,
        hash: row.hash,
        ...compareTexts(mine.base, row.source, mine.source),
      },
    },
  );
}

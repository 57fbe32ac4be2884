import type { Ctx } from '../../context.ts';
import { diffAgreements } from '../../core/agreement/diff-agreements.ts';
import { readAgreement } from '../../core/agreement/read-agreement.ts';
import type { Agreement } from '../../core/agreement/schema.ts';
import { describeAgreement } from '../../core/agreement/sentences.ts';
import type { CallOutput } from '../../core/contract.ts';
import { BatonError } from '../../core/errors.ts';
import { requireFound } from '../../core/version.ts';
import type { getChanges as contract } from './schema.ts';
import { findInForce, findVersion, type NamedVersion } from './store.ts';
import { summariseVersion } from './summarise-version.ts';

/** What a version changes, clause by clause, in sentences. */
export async function explainChanges(
  ctx: Ctx,
  versionId: string,
  since: string | undefined,
): Promise<CallOutput<typeof contract>> {
  const row = requireFound('agreement', await findVersion(ctx, versionId));
  // Of a version that binds or did, what it changed is against the one before it.
  const before = row.inForceFrom === null ? ctx.now : new Date(row.inForceFrom.getTime() - 1);
  const baseId = since ?? (await findInForce(ctx, before))?.id;
  const base = baseId === undefined ? null : requireFound('agreement', await findVersion(ctx, baseId));
  const agreement = requireReadable(row);
  return {
    since: base && summariseVersion(ctx, base),
    version: summariseVersion(ctx, row),
    data: base === null ? sayNew(agreement) : diff(requireReadable(base), agreement),
  };
}

const diff = (from: Agreement, to: Agreement) =>
  diffAgreements(from, to).map(({ edit, ...change }) => ({ kind: edit.kind, ...change }));

const sayNew = (agreement: Agreement) =>
  describeAgreement(agreement).map(({ clause, text }) => ({
    kind: 'add' as const,
    clause,
    before: '',
    after: text,
    sentence: `New: ${text}`,
  }));

function requireReadable({ number, source }: NamedVersion): Agreement {
  const { agreement } = readAgreement(source);
  if (agreement !== null) return agreement;
  throw new BatonError(
    'conflict',
    'agreement.unreadable',
    `The text of version ${number} cannot be read yet, so that it cannot be compared. Correct its problems first.`,
  );
}

import type { z } from 'zod';
import { type Ctx, tx } from '../../context.ts';
import type { Agreement } from '../../core/agreement/schema.ts';
import type { TextEdit } from '../../core/agreement/text-edit.ts';
import { BatonError } from '../../core/errors.ts';
import { editAgreement } from '../agreements/edit-agreement.ts';
import { loadVersion } from '../agreements/load-version.ts';
import type { AgreementVersion } from '../agreements/schema.ts';
import { recordChange } from '../audit/record-change.ts';
import { signedIn } from '../sessions/identify-session.ts';
import { describeTarget, isOtherSide } from './list-targets.ts';
import type { objectTarget as objection, setTarget as setting, Target } from './schema.ts';
import { listReasons, saveReason } from './store.ts';

/** Puts a company on the list of a draft or moves it to another tier; its proposer is noted and an objection is settled. */
export async function setTarget(
  ctx: Ctx,
  versionId: string,
  seen: number,
  { domain, tier, name, reason }: z.output<NonNullable<(typeof setting)['body']>>,
): Promise<AgreementVersion> {
  const { id: proposedBy, department: proposedFor } = signedIn(ctx);
  return tx(ctx, async (ctx) => {
    const { agreement, number } = await loadVersion(ctx, versionId);
    const edited = await editAgreement(ctx, versionId, seen, { edits: writeRow(agreement, { domain, tier, name }) });
    const [before] = await listReasons(ctx, number, [domain]);
    const row = {
      versionId,
      domain,
      proposedBy,
      proposedFor,
      proposedAt: ctx.now,
      reason: reason ?? before?.reason ?? null,
    };
    await saveReason(ctx, { ...row, objectedBy: null, objectedAt: null, objection: null });
    const after = { domain, tier, reason: row.reason };
    await recordChange(ctx, { verb: 'target.proposed', object: 'agreement', objectId: versionId, after });
    return edited;
  });
}

function writeRow(
  { targetAccounts }: Agreement,
  { domain, tier, name }: { domain: string; tier: number; name: string | undefined },
): TextEdit[] {
  const value = { domain, tier, ...(name === undefined ? {} : { name }) };
  const rows = ['targetAccounts', 'rows'];
  if (targetAccounts?.sha256 !== undefined) {
    const detail = 'The list of this version is too long to be part of the text: edit it where it is kept.';
    throw new BatonError('conflict', 'target.only-hash', detail);
  }
  const known = targetAccounts?.rows.find((row) => row.domain === domain);
  if (known !== undefined) {
    return [{ op: 'set', path: [...rows, domain], value: { ...(known.name ? { name: known.name } : {}), ...value } }];
  }
  // A first company needs an agreed number for its tier; it can be changed like any other value.
  const usual = 25;
  const newTier: TextEdit = { op: 'set', path: ['targetAccounts', 'tiers', String(tier)], value: usual };
  const isNewTier = targetAccounts?.tiers[String(tier)] === undefined;
  return [...(isNewTier ? [newTier] : []), { op: 'add', path: rows, value }];
}

/** Takes a company off the list of a draft. What was said of it stays, should it come back. */
export async function removeTarget(
  ctx: Ctx,
  versionId: string,
  seen: number,
  domain: string,
): Promise<AgreementVersion> {
  return tx(ctx, async (ctx) => {
    const { agreement } = await loadVersion(ctx, versionId);
    requireRow(agreement, domain);
    return editAgreement(ctx, versionId, seen, { edits: [{ op: 'remove', path: ['targetAccounts', 'rows', domain] }] });
  });
}

/** Notes what the other side holds against a company, or takes that back. */
export async function objectToTarget(
  ctx: Ctx,
  versionId: string,
  { domain, text }: z.output<NonNullable<(typeof objection)['body']>>,
): Promise<Target> {
  const { id: memberId, department } = signedIn(ctx);
  return tx(ctx, async (ctx) => {
    const { agreement, number, status } = await loadVersion(ctx, versionId);
    const row = requireRow(agreement, domain);
    if (!['draft', 'proposed', 'returned'].includes(status)) {
      throw new BatonError('conflict', 'target.settled', 'This text is signed or withdrawn: object in a new version.');
    }
    const [said] = await listReasons(ctx, number, [domain]);
    if (said === undefined) {
      throw new BatonError(
        'conflict',
        'target.no-proposer',
        'This company came with a whole text, so that nobody stands for it. Comment on the clause instead.',
      );
    }
    if (!isOtherSide(department, said.proposedFor)) {
      throw new BatonError('forbidden', 'target.own-side', 'Your own side proposed this company: remove it instead.');
    }
    const { proposedBy, proposedFor, proposedAt, reason } = said;
    const held = text === null ? [null, null] : [memberId, ctx.now];
    const [objectedBy, objectedAt] = held as [string | null, Date | null];
    await saveReason(ctx, {
      versionId,
      domain,
      proposedBy,
      proposedFor,
      proposedAt,
      reason,
      objectedBy,
      objectedAt,
      objection: text,
    });
    const verb = text === null ? 'target.objection-withdrawn' : 'target.objected';
    await recordChange(ctx, { verb, object: 'agreement', objectId: versionId, after: { domain, text } });
    const [now] = await listReasons(ctx, number, [domain]);
    return describeTarget(ctx, row, now);
  });
}

function requireRow({ targetAccounts }: Agreement, domain: string) {
  const row = targetAccounts?.rows.find((one) => one.domain === domain);
  if (row !== undefined) return row;
  const detail = `${domain} is not on the list of targets.`;
  throw new BatonError('invalid', 'target.unknown', detail, { errors: [{ pointer: '#/domain', detail }] });
}

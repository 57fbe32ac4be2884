import type { z } from 'zod';
import { type Ctx, tx } from '../../context.ts';
import { listMissing, listPartiesOf, type Party } from '../../core/agreement/version-life.ts';
import { BatonError } from '../../core/errors.ts';
import { recordChange } from '../audit/record-change.ts';
import { signedIn } from '../sessions/identify-session.ts';
import { listDepartments } from '../workspaces/list-departments.ts';
import { type LockedVersion, lockVersion, requireMove } from './lock-version.ts';
import { notifyParties } from './notify-parties.ts';
import { readVersion } from './read-version.ts';
import type { AgreementVersion, signAgreement as contract } from './schema.ts';
import { startDueVersion } from './start-version.ts';
import { insertSignature, listSignatures, updateVersion } from './store.ts';
import { lifeOf } from './summarise-version.ts';

type Signing = z.output<NonNullable<(typeof contract)['body']>>;

/**
 * Signs the text that the caller read, for one party. The last signature that is needed makes the version signed; it is in
 * force at once when its instant has passed. The same signature again changes nothing.
 */
export async function signAgreement(ctx: Ctx, versionId: string, signing: Signing): Promise<AgreementVersion> {
  const { id: memberId } = signedIn(ctx);
  const { party } = signing;
  return tx(ctx, async (ctx) => {
    const locked = await lockVersion(ctx, versionId);
    const { row, text } = locked;
    refuseOtherParty(locked, party);
    const signatures = await listSignatures(ctx, versionId);
    const standing = lifeOf(row, text, signatures).signed.includes(party);
    if (standing && row.hash === signing.hash && row.proposal === signing.proposal) return readVersion(ctx, versionId);
    await requireMove(ctx, locked, 'sign');
    const { hash, proposal } = requireSameText(locked, signing);
    // A sponsor who comes late changes nothing for the others.
    const asDeputy = party !== 'sponsor' && (await isDeputy(ctx, party, memberId));
    const { effectiveAt, waveSize } = row;
    await insertSignature(ctx, { versionId, proposal, party, memberId, asDeputy, hash, effectiveAt, waveSize });
    const after = { party, asDeputy, hash, proposal, effectiveAt: effectiveAt?.toISOString() ?? null, waveSize };
    await recordChange(ctx, { verb: 'agreement.signed', object: 'agreement', objectId: versionId, after });
    if (row.status === 'proposed') await completeIfLast(ctx, locked);
    return readVersion(ctx, versionId);
  });
}

/** A signature is for a department that one acts for now, not for any. */
function refuseOtherParty({ caller, text }: LockedVersion, party: Party): void {
  const sponsor = text.agreement?.sponsor ?? 'none';
  if (listPartiesOf(caller, sponsor).includes(party)) return;
  const detail =
    party === 'sponsor'
      ? sponsor === 'none'
        ? 'This agreement is not signed by a sponsor.'
        : 'Only a member with the role of sponsor signs as sponsor.'
      : `Only the head of ${party === 'sales' ? 'Sales' : 'Marketing'}, or the deputy while the head is absent, signs for it.`;
  throw new BatonError('forbidden', 'agreement.forbidden', detail, { errors: [{ pointer: '#/party', detail }] });
}

function requireSameText({ row }: LockedVersion, signing: Signing): { hash: string; proposal: number } {
  if (row.hash === signing.hash && row.proposal === signing.proposal)
    return { hash: signing.hash, proposal: row.proposal };
  throw new BatonError(
    'conflict',
    'agreement.other-text',
    'What is proposed now is not what you read. Read it again, and sign that if you agree.',
    { extra: { hash: row.hash, proposal: row.proposal } },
  );
}

async function isDeputy(ctx: Ctx, party: Exclude<Party, 'sponsor'>, memberId: string): Promise<boolean> {
  const { data: posts } = await listDepartments(ctx);
  return posts.find(({ department }) => department === party)?.headId !== memberId;
}

async function completeIfLast(ctx: Ctx, { row, text }: LockedVersion): Promise<void> {
  const life = lifeOf(row, text, await listSignatures(ctx, row.id));
  if (listMissing(life).length > 0) return;
  const effectiveAt = row.effectiveAt !== null && row.effectiveAt > ctx.now ? row.effectiveAt : ctx.now;
  await updateVersion(ctx, row.id, { status: 'signed', effectiveAt });
  const after = { status: 'signed', effectiveAt: effectiveAt.toISOString(), hash: row.hash };
  await recordChange(ctx, { verb: 'agreement.completed', object: 'agreement', objectId: row.id, after });
  if (effectiveAt > ctx.now) await notifyParties(ctx, row.id, 'signed', ['marketing', 'sales', 'sponsor']);
  else await startDueVersion(ctx);
}

import type { z } from 'zod';
import { type Ctx, tx } from '../../context.ts';
import type { Department } from '../../core/access.ts';
import { termStart } from '../../core/agreement/term-start.ts';
import { parties } from '../../core/agreement/version-life.ts';
import { BatonError } from '../../core/errors.ts';
import { recordChange } from '../audit/record-change.ts';
import { signedIn } from '../sessions/identify-session.ts';
import { requireSeen } from './edit-agreement.ts';
import { type LockedVersion, lockVersion, requireMove } from './lock-version.ts';
import { notifyParties } from './notify-parties.ts';
import { readVersion } from './read-version.ts';
import type { AgreementVersion, proposeAgreement as contract } from './schema.ts';
import { findOpenProposal, listSigners, updateVersion } from './store.ts';

type Proposal = z.output<NonNullable<(typeof contract)['body']>>;

const names = { marketing: 'Marketing', sales: 'Sales', sponsor: 'the sponsor' } as const;

/** Freezes a draft and asks the other side to sign it. One version at a time is proposed, or signed and waiting. */
export async function proposeAgreement(
  ctx: Ctx,
  versionId: string,
  seen: number,
  proposal: Proposal,
): Promise<AgreementVersion> {
  const { id: proposedBy } = signedIn(ctx);
  return tx(ctx, async (ctx) => {
    const locked = await lockVersion(ctx, versionId);
    await requireMove(ctx, locked, 'propose');
    requireSeen(locked.row, seen);
    const proposedFor = chooseSide(locked, proposal.for);
    await refuseOpenProposal(ctx);
    const agreement = requireValid(locked);
    await refuseMissingSigners(ctx, agreement.sponsor);
    const wanted = proposal.effectiveAt === undefined ? termStart(agreement) : new Date(proposal.effectiveAt);
    const { message, waveSize } = proposal;
    const values = {
      status: 'proposed' as const,
      proposal: locked.row.proposal + 1,
      proposedFor,
      message,
      waveSize,
      // What has passed already means at once.
      effectiveAt: wanted > ctx.now ? wanted : null,
    };
    const given = { returnedMessage: null, returnedBy: null, returnedAt: null };
    await updateVersion(ctx, versionId, { ...values, ...given, proposedBy, proposedAt: ctx.now });
    await recordChange(ctx, {
      verb: 'agreement.proposed',
      object: 'agreement',
      objectId: versionId,
      after: { ...values, hash: locked.row.hash, effectiveAt: values.effectiveAt?.toISOString() ?? null },
    });
    const others = parties.filter((party) => party !== proposedFor);
    await notifyParties(ctx, versionId, 'proposed', agreement.sponsor === 'none' ? withoutSponsor(others) : others);
    return readVersion(ctx, versionId);
  });
}

const withoutSponsor = (all: readonly (typeof parties)[number][]) => all.filter((party) => party !== 'sponsor');

/** The side that proposes; who acts for both says for which. */
function chooseSide({ caller }: LockedVersion, said: Department | undefined): Department {
  const [only, other] = caller.actsFor;
  const side = said ?? (other === undefined ? only : undefined);
  if (side !== undefined && caller.actsFor.includes(side)) return side;
  const detail =
    said === undefined
      ? 'You act for Marketing and Sales: say for which of them you propose.'
      : `You do not act for ${names[said]}.`;
  const errors = [{ pointer: '#/for', detail }];
  if (said === undefined) throw new BatonError('invalid', 'agreement.side-missing', detail, { errors });
  throw new BatonError('forbidden', 'agreement.forbidden', detail, { errors });
}

function requireValid({ text }: LockedVersion) {
  if (text.agreement !== null && text.valid) return text.agreement;
  const errors = text.problems.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  const place = first ? ` The first, in line ${first.line}: ${first.message} ${first.remedy}` : '';
  throw new BatonError(
    'conflict',
    'agreement.not-valid',
    `Correct what is wrong before you propose this text.${place}`,
    { extra: { problems: errors } },
  );
}

async function refuseOpenProposal(ctx: Ctx): Promise<void> {
  const open = await findOpenProposal(ctx);
  if (!open) return;
  const detail =
    open.status === 'signed'
      ? `Version ${open.number} is signed and comes into force on ${open.effectiveAt?.toISOString()}. Withdraw it first, or propose this one when that is in force.`
      : `Version ${open.number} is proposed already. Sign it, return it, or let ${open.proposedFor ? names[open.proposedFor] : 'the other side'} withdraw it before another is proposed.`;
  throw new BatonError('conflict', 'agreement.proposal-open', detail, { extra: { open: open.id } });
}

/** A proposal that nobody can sign would block every other. */
async function refuseMissingSigners(ctx: Ctx, sponsor: 'none' | 'optional' | 'required'): Promise<void> {
  const signers = await listSigners(ctx);
  const needed = sponsor === 'required' ? parties : withoutSponsor(parties);
  const missing = needed.find((party) => signers.every((signer) => signer.party !== party));
  if (missing === undefined) return;
  const remedy =
    missing === 'sponsor'
      ? 'The text requires a sponsor, and nobody has that role. Give it to somebody, or make the sponsor optional.'
      : `Nobody heads ${names[missing]}. An admin names a head first.`;
  throw new BatonError('conflict', 'agreement.no-signer', remedy);
}

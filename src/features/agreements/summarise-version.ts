import type { Ctx } from '../../context.ts';
import { toPlain } from '../../core/agreement/plain-agreement.ts';
import { readReviewState } from '../../core/agreement/review-state.ts';
import { type Sentence, sectionOf } from '../../core/agreement/sentence.ts';
import { describeAgreement } from '../../core/agreement/sentences.ts';
import {
  listMissing,
  listMoves,
  listPartiesOf,
  type Party,
  parties,
  type VersionCaller,
  type VersionLife,
} from '../../core/agreement/version-life.ts';
import { createDayReader } from '../../core/calendar/day.ts';
import type { CheckedText } from './check-text.ts';
import type { AgreementVersion, VersionSummary } from './schema.ts';
import type { listPosts, NamedVersion, SignatureRow, Signer, VersionRow } from './store.ts';

/** Signatures count while the text stands as it was signed. */
const standing: readonly VersionRow['status'][] = ['proposed', 'signed', 'in-force', 'superseded'];
const isVoid = (row: VersionRow, signature: SignatureRow) =>
  !standing.includes(row.status) || signature.proposal !== row.proposal;

export function lifeOf(row: VersionRow, text: CheckedText, signatures: readonly SignatureRow[]): VersionLife {
  return {
    status: row.status,
    proposedFor: row.proposedFor,
    sponsor: text.agreement?.sponsor ?? 'none',
    signed: signatures.filter((signature) => !isVoid(row, signature)).map(({ party }) => party),
    valid: text.valid,
  };
}

/** Who reads, to be told what they can do; the moves themselves look again under a lock. */
const callerOf = ({ actor }: Ctx): VersionCaller =>
  actor.kind === 'member' ? { role: actor.role, actsFor: actor.actsFor } : { role: null, actsFor: [] };

/** Who stands for the parties, and of the version in force until when it can be confirmed. */
export type Standing = {
  posts: Awaited<ReturnType<typeof listPosts>>;
  signers: readonly Signer[];
  zone: string;
  acknowledgeBy: string | null;
};
type Surroundings = Standing & {
  text: CheckedText;
  signatures: readonly SignatureRow[];
  acknowledgedAt: Date | null;
};

/** A version whole, for the caller. */
export function describeVersion(
  ctx: Ctx,
  found: NamedVersion,
  { text, signatures, acknowledgedAt, ...standing }: Surroundings,
): AgreementVersion {
  const row = asOfNow(ctx, found);
  const { agreement, problems, valid } = text;
  const life = lifeOf(row, text, signatures);
  const counted = signatures.filter((signature) => !isVoid(row, signature));
  const signer = (party: string) => counted.find((signature) => signature.party === party)?.memberId;
  const caller = callerOf(ctx);
  return {
    ...summariseVersion(ctx, row),
    source: row.source,
    canonical: row.canonical,
    problems,
    valid,
    sentences: agreement === null ? [] : describeAgreement(agreement).map(placeInSection),
    agreement: agreement === null ? null : toPlain(agreement),
    parties: describeParties(standing, life.sponsor),
    sponsor: life.sponsor,
    reviewOn: agreement?.term.review ?? null,
    reviewState: isInForce(ctx, found)
      ? readReviewState(agreement?.term.review, today(ctx, text, standing.zone))
      : null,
    acknowledgeBy: standing.acknowledgeBy,
    signatures: signatures.map((signature) => ({
      party: signature.party,
      member: { id: signature.memberId, name: signature.name },
      asDeputy: signature.asDeputy,
      hash: signature.hash,
      proposal: signature.proposal,
      effectiveAt: signature.effectiveAt?.toISOString() ?? null,
      waveSize: signature.waveSize,
      signedAt: signature.signedAt.toISOString(),
      void: isVoid(row, signature),
    })),
    missing: row.status === 'proposed' ? listMissing(life) : [],
    signedByOnePerson: signer('marketing') !== undefined && signer('marketing') === signer('sales'),
    acknowledgedAt: acknowledgedAt?.toISOString() ?? null,
    moves: listMoves(life, caller).filter((move) => move !== 'acknowledge' || acknowledgedAt === null),
    signsFor: listPartiesOf(caller, life.sponsor),
  };
}

function describeParties({ posts, signers }: Standing, sponsor: VersionLife['sponsor']): AgreementVersion['parties'] {
  const person = (id: string | null, name: string | null) => (id === null || name === null ? null : { id, name });
  const named: readonly Party[] = sponsor === 'none' ? ['marketing', 'sales'] : parties;
  return named.map((party) => {
    const post = posts.find((one) => one.party === party);
    const signs = signers.filter((one) => one.party === party).map(({ memberId, name }) => ({ id: memberId, name }));
    const head = person(post?.headId ?? null, post?.head ?? null);
    return { party, head, deputy: person(post?.deputyId ?? null, post?.deputy ?? null), signs };
  });
}

const placeInSection = (sentence: Sentence) => ({ ...sentence, section: sectionOf(sentence.clause) });

const today = (ctx: Ctx, { agreement }: CheckedText, zone: string) =>
  createDayReader(agreement?.calendar?.timezone ?? zone)(ctx.now.getTime());

/** True for the version that binds at this instant. */
export const isInForce = (ctx: Ctx, row: NamedVersion): boolean => asOfNow(ctx, row).status === 'in-force';

/** A version that is signed and due is in force, also in the moment before that is written down. */
function asOfNow(ctx: Ctx, row: NamedVersion): NamedVersion {
  const isDue = row.status === 'signed' && row.effectiveAt !== null && row.effectiveAt <= ctx.now;
  return isDue ? { ...row, status: 'in-force', inForceFrom: row.effectiveAt } : row;
}

/** A version without its text. */
export function summariseVersion(ctx: Ctx, found: NamedVersion): VersionSummary {
  const row = asOfNow(ctx, found);
  const person = (id: string | null, name: string | null) => (id === null || name === null ? null : { id, name });
  const text = (instant: Date | null) => instant?.toISOString() ?? null;
  const returnedBy = person(row.returnedBy, row.returnedByName);
  return {
    id: row.id,
    number: row.number,
    name: row.name,
    status: row.status,
    hash: row.hash,
    proposal: row.proposal,
    proposedFor: row.proposedFor,
    proposedBy: person(row.proposedBy, row.proposedByName),
    proposedAt: text(row.proposedAt),
    message: row.message,
    effectiveAt: text(row.effectiveAt),
    waveSize: row.waveSize,
    returned:
      returnedBy && row.returnedAt && row.returnedMessage !== null
        ? { by: returnedBy, at: row.returnedAt.toISOString(), message: row.returnedMessage }
        : null,
    inForceFrom: text(row.inForceFrom),
    inForceTo: text(row.inForceTo),
    createdBy: person(row.createdBy, row.createdByName),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    version: row.version,
  };
}

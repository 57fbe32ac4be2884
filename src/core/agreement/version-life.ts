import type { Department, Role } from '../access.ts';
import type { Agreement } from './schema.ts';

/** The states of an agreement version, in the order of its life. */
export const versionStatuses = [
  'draft',
  'proposed',
  'returned',
  'signed',
  'in-force',
  'superseded',
  'withdrawn',
] as const;
export type VersionStatus = (typeof versionStatuses)[number];

/** Who signs: the two departments, and the sponsor as a third where the agreement wants one. */
export const parties = ['marketing', 'sales', 'sponsor'] as const;
export type Party = (typeof parties)[number];

/** What somebody can do with a version. */
export const versionMoves = ['edit', 'propose', 'sign', 'return', 'withdraw', 'acknowledge'] as const;
export type VersionMove = (typeof versionMoves)[number];

/** What the life of a version rests on. */
export type VersionLife = {
  status: VersionStatus;
  /** The side that proposed it last; null before. */
  proposedFor: Department | null;
  sponsor: Agreement['sponsor'];
  /** Who has signed the text as it is proposed now. */
  signed: readonly Party[];
  /** The text has no error. */
  valid: boolean;
};

/**
 * Who wants to move a version. A program (an API key) has no role: it may write drafts and nothing that binds anybody.
 * `actsFor` are the departments that a member heads, or stands in for while the head is absent.
 */
export type VersionCaller = { role: Role | null; actsFor: readonly Department[] };

/** Why a move is not made: nobody may in this state (`state`), or this caller may not (`caller`); with what to do. */
export type MoveRefusal = { by: 'state' | 'caller'; message: string };

/**
 * Why a caller may not make a move; null when they may. What must be true of the text itself (no error, nothing else
 * proposed) is not asked here.
 *
 * @example
 * const life = { status: 'draft', proposedFor: null, sponsor: 'none', signed: [], valid: true } as const;
 * refuseMove(life, { role: 'admin', actsFor: [] }, 'propose')?.message
 * // 'Only the head of Marketing or Sales, or their deputy while they are absent, can do this.'
 */
export function refuseMove(life: VersionLife, caller: VersionCaller, move: VersionMove): MoveRefusal | null {
  const message = refusals[move](life, caller);
  if (message === null) return null;
  return { by: message === wrongState[move] ? 'state' : 'caller', message };
}

/**
 * What a caller can do next with a version.
 *
 * @example
 * const life = { status: 'proposed', proposedFor: 'marketing', sponsor: 'none', signed: [], valid: true } as const;
 * listMoves(life, { role: 'head', actsFor: ['sales'] }) // ['edit', 'sign', 'return']
 */
export function listMoves(life: VersionLife, caller: VersionCaller): VersionMove[] {
  return versionMoves.filter((move) => {
    if (refuseMove(life, caller, move) !== null) return false;
    if (move === 'propose') return life.valid;
    return move !== 'sign' || missingSignatures(life, caller).length > 0;
  });
}

/**
 * For whom a caller signs: each department that they act for, and the sponsor.
 *
 * @example
 * listPartiesOf({ role: 'head', actsFor: ['marketing', 'sales'] }, 'required') // ['marketing', 'sales']
 */
export function listPartiesOf({ role, actsFor }: VersionCaller, sponsor: Agreement['sponsor']): Party[] {
  if (role === null) return [];
  return [...actsFor, ...(role === 'sponsor' && sponsor !== 'none' ? (['sponsor'] as const) : [])];
}

/**
 * Whose signature a version still waits for.
 *
 * @example
 * listMissing({ sponsor: 'optional', signed: ['sales'] }) // ['marketing']
 */
export function listMissing({ sponsor, signed }: Pick<VersionLife, 'sponsor' | 'signed'>): Party[] {
  const needed: readonly Party[] = sponsor === 'required' ? parties : ['marketing', 'sales'];
  return needed.filter((party) => !signed.includes(party));
}

const missingSignatures = (life: VersionLife, caller: VersionCaller): Party[] =>
  listPartiesOf(caller, life.sponsor).filter((party) => !life.signed.includes(party));

const wrongState: Record<VersionMove, string> = {
  edit: 'This text was signed or withdrawn and stands as it is. Write a new version from it.',
  propose: 'Only a draft can be proposed. Edit the text first: it becomes a draft again.',
  sign: 'Only a proposed text can be signed.',
  return: 'Only a proposed text can be returned.',
  withdraw:
    'Only a draft, a proposed or a signed text can be withdrawn. What is in force is replaced by a new version.',
  acknowledge: 'Only the agreement in force is acknowledged.',
};
const notHead = 'Only the head of Marketing or Sales, or their deputy while they are absent, can do this.';
const notWriter = 'Only admins and the heads of Marketing and Sales write agreements.';
const notOtherSide = 'Only the other side returns a proposal. You can edit or withdraw it.';
const notProposer = 'Only the side that proposed it withdraws it. You can return it with what you want changed.';
const notSigner = 'You sign neither for Marketing nor for Sales nor as the sponsor of this agreement.';
const notMember = 'Members acknowledge the agreement themselves.';

const isHead = ({ role, actsFor }: VersionCaller) => role !== null && actsFor.length > 0;
/** Deputies who stand in write too; a program writes drafts only. */
const isWriter = (caller: VersionCaller) =>
  caller.role === null || caller.role === 'admin' || caller.role === 'head' || isHead(caller);

const refusals: Record<VersionMove, (life: VersionLife, caller: VersionCaller) => string | null> = {
  edit({ status }, caller) {
    if (!['draft', 'proposed', 'returned'].includes(status)) return wrongState.edit;
    return isWriter(caller) && (status !== 'proposed' || caller.role !== null) ? null : notWriter;
  },
  propose({ status }, caller) {
    if (status !== 'draft') return wrongState.propose;
    return isHead(caller) ? null : notHead;
  },
  sign({ status, sponsor }, caller) {
    const mine = listPartiesOf(caller, sponsor);
    // A sponsor whose signature nobody waits for may still come a little later.
    const isLateSponsor = status === 'signed' && mine.includes('sponsor');
    if (status !== 'proposed' && !isLateSponsor) return wrongState.sign;
    return mine.length > 0 ? null : notSigner;
  },
  return({ status, proposedFor }, caller) {
    if (status !== 'proposed') return wrongState.return;
    if (!isHead(caller)) return notHead;
    return caller.actsFor.some((department) => department !== proposedFor) ? null : notOtherSide;
  },
  withdraw({ status, proposedFor }, caller) {
    if (!['draft', 'proposed', 'signed'].includes(status)) return wrongState.withdraw;
    if (status === 'draft') return isWriter(caller) ? null : notWriter;
    if (!isHead(caller)) return notHead;
    // What both have signed either may stop before it binds; the other side of a proposal returns it instead.
    return status === 'signed' || caller.actsFor.some((department) => department === proposedFor) ? null : notProposer;
  },
  acknowledge({ status }, { role }) {
    if (status !== 'in-force') return wrongState.acknowledge;
    return role === null ? notMember : null;
  },
};

import type { Ctx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import type { Taker } from '../../core/routing/judge-taker.ts';
import { nameMembers } from '../members/name-members.ts';

/** To whom a lead goes that routing has not given to anybody: who takes it, or to whom it is given, and by whom. */
export type Taking = { memberId: string; cause: 'pulled' | 'given'; by: string | null };

/** Who gives a lead to somebody answers for that, as with any other lead; a cap binds everybody. */
const bindsWhoGives = new Set(['at-cap', 'inactive', 'unknown-member']);

/** Why a member cannot have a lead that waits; null where they can. */
export async function refuseTaker(ctx: Ctx, taker: Taker, taking: Taking): Promise<BatonError | null> {
  const { refused, cap, open } = taker;
  if (refused === null) return isFull(taker) ? sayFull(ctx, taker, taking) : null;
  if (taking.cause === 'given' && !bindsWhoGives.has(refused))
    return isFull(taker) ? sayFull(ctx, taker, taking) : null;
  switch (refused) {
    case 'at-cap':
      return sayFull(ctx, { cap, open }, taking);
    case 'not-named':
      return conflict(
        'lead.not-yours',
        'No rule of the agreement brings you this lead. Ask your lead to give it to you.',
      );
    case 'not-acknowledged':
      return conflict(
        'lead.not-acknowledged',
        'Confirm the agreement in force first. Until then no lead comes to you.',
      );
    case 'same-rep-too-soon':
      return conflict(
        'lead.same-rep-too-soon',
        'You had this lead before, and the agreed days are not over. Somebody else has to take it.',
      );
    default:
      return conflict('lead.unfit-member', 'This member cannot have leads. Choose somebody else.');
  }
}

const isFull = ({ cap, open }: Pick<Taker, 'cap' | 'open'>) => cap !== null && open >= cap;
const conflict = (code: string, message: string) => new BatonError('conflict', code, message);

async function sayFull(ctx: Ctx, { cap, open }: Pick<Taker, 'cap' | 'open'>, { memberId, by }: Taking) {
  const leads = open === 1 ? '1 open lead' : `${open} open leads`;
  const name = (await nameMembers(ctx, [memberId])).get(memberId) ?? 'This member';
  return conflict(
    'lead.at-cap',
    memberId === by
      ? `You have ${leads}, and your cap is ${cap}. Close one first, or ask for a higher cap.`
      : `${name} has ${leads}, and the cap is ${cap}. Choose somebody else, or raise the cap.`,
  );
}

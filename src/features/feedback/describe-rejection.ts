import type { Ctx, MemberActor } from '../../context.ts';
import type { Department } from '../../core/access.ts';
import type { Rejection } from './schema.ts';

type Facts = Pick<Rejection, 'status' | 'answerer' | 'answer' | 'contest' | 'deadlock' | 'newHandoffId' | 'votes'>;

/** What became of a rejection, in one sentence, for the rep who gave the verdict. */
export function describeConsequence({ status, answerer, answer, contest, deadlock, newHandoffId }: Facts): string {
  switch (status) {
    case 'open':
      return answerer === null ? 'Nobody is named to answer it.' : `${answerer.name} owes an answer.`;
    case 'answered': {
      const changes = answer?.changes.length ?? 0;
      const who = answer?.by?.name ?? 'Marketing';
      if (changes === 0) return `${who} agrees.`;
      return changes === 1 ? `${who} agrees and changes one thing.` : `${who} agrees and changes ${changes} things.`;
    }
    case 'contested':
      return `${contest?.by?.name ?? 'Marketing'} contests it: both heads decide.`;
    case 'upheld':
      return deadlock
        ? 'The heads did not agree, so the rejection stands. The sponsor sees it.'
        : 'Both heads uphold the rejection.';
    case 'overturned':
      return newHandoffId === null
        ? 'The rejection was overturned. The lead is being worked again already.'
        : 'The rejection was overturned: the lead is with the same rep again, accepted.';
  }
}

/** What the caller can do with a rejection now, or why not. */
export function listMay(
  ctx: Ctx,
  { status, answerer, votes }: Facts,
  { contestUntil }: { contestUntil: Date | null },
): Pick<Rejection, 'may' | 'parties'> {
  const { actor } = ctx;
  const no = (why: string) => ({ allowed: false, why });
  const yes = { allowed: true, why: null };
  const parties = status === 'contested' ? listParties(actor, votes) : [];
  const answer =
    status !== 'open' ? no('It is answered or contested already.') : mayAnswer(ctx, answerer) ? yes : no(notYours);
  return {
    parties,
    may: {
      answer,
      contest:
        status !== 'open'
          ? no('It is answered or contested already.')
          : contestUntil === null
            ? no('The agreement lets nobody contest a rejection.')
            : ctx.now > contestUntil
              ? no('The days to contest this rejection are over.')
              : mayContest(ctx, answerer)
                ? yes
                : no('Marketing contests a rejection: whoever must answer it, or the head.'),
      decide:
        parties.length > 0
          ? yes
          : no(status === 'contested' ? 'The heads of Marketing and Sales decide.' : 'It is not contested.'),
    },
  };
}

const notYours = 'Whoever must answer it does, or the head of Marketing.';

/** Whoever is named, the head of Marketing or the deputy, admins, and programs with the scope. */
export function mayAnswer({ actor }: Pick<Ctx, 'actor'>, answerer: { id: string } | null): boolean {
  if (actor.kind !== 'member') return actor.kind === 'key';
  return actor.id === answerer?.id || actor.role === 'admin' || actor.actsFor.includes('marketing');
}

/** Contesting is Marketing's, and nobody's by a program. */
export function mayContest({ actor }: Pick<Ctx, 'actor'>, answerer: { id: string } | null): boolean {
  if (actor.kind !== 'member') return false;
  if (actor.actsFor.includes('marketing')) return true;
  return actor.department !== 'sales' && (actor.id === answerer?.id || actor.role === 'admin');
}

/** For which departments the caller can still rule. */
export function listParties(actor: Ctx['actor'], votes: readonly { party: Department }[]): Department[] {
  const acting: MemberActor['actsFor'] = actor.kind === 'member' ? actor.actsFor : [];
  return acting.filter((party) => !votes.some((vote) => vote.party === party));
}

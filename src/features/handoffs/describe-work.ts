import { countAttempts, hasMadeAttempts } from '../../core/handoff/attempts.ts';
import { pausableKinds } from '../../core/handoff/clock-effects.ts';
import { isOpen, type Handoff as State } from '../../core/handoff/handoff.ts';
import { judgeReason } from '../../core/handoff/reasons.ts';
import { type Refused, refusalMessages, refuse } from '../../core/handoff/refusal.ts';
import type { RejectionState } from '../../core/handoff/rejection.ts';
import { judgeUndo } from '../../core/handoff/undo-verdict.ts';
import { confirmHandoff } from '../../core/handoff/work-handoff.ts';
import type { Relay } from '../../core/relay/relay.ts';
import type { Handoff, HandoffSummary } from './schema.ts';

const toText = (at: number | null) => (at === null ? null : new Date(at).toISOString());

/** How far the agreed attempts of a handoff are. */
export function describeAttempts(
  handoff: Pick<State, 'state' | 'attempts' | 'conversations'>,
  { terms }: Relay,
): HandoffSummary['attempts'] {
  const agreed = terms.attempts;
  const apart = agreed?.apart ?? 0;
  const { count, channels, typedShare } = countAttempts(handoff.attempts, apart);
  const [twoWayAt = null] = handoff.conversations;
  const owed = agreed !== null && isOpen(handoff) && twoWayAt === null && !hasMadeAttempts(handoff.attempts, agreed);
  const standing = handoff.attempts.filter(({ contradictedAt }) => contradictedAt === null).map(({ at }) => at);
  const last = standing.length > 0 ? Math.max(...standing) : null;
  return {
    made: count,
    atLeast: agreed?.atLeast ?? null,
    channels,
    ofChannels: agreed?.channels ?? null,
    logged: standing.length,
    typedShare,
    twoWayAt: toText(twoWayAt),
    owed,
    nextCountsFrom: owed && last !== null ? toText(last + apart) : null,
  };
}

type Asked = { handoff: State; relay: Relay; attemptsOver: boolean; by: string; now: number };

/** The reasons that may be given for the lead now, and why not the others: which text they need is not asked yet. */
export function listReasons({ handoff, relay, attemptsOver, by, now }: Asked): Handoff['reasons'] {
  if (!isOpen(handoff)) return [];
  const { terms } = relay;
  return (relay.agreement.feedback?.reasons ?? [])
    .filter((reason) => reason.by !== 'rule')
    .map(({ key, name, verdict, textRequired, wakeUp }) => {
      const isChosen = verdict === undefined || verdict === 'chosen';
      const anyVerdict = listVerdicts(relay)[0];
      const given = { reason: key, note: 'given', ...(isChosen && anyVerdict ? { verdict: anyVerdict } : {}) };
      const judged = judgeReason(handoff, given, terms, { kind: 'member', id: by }, attemptsOver);
      const problems = 'problems' in judged ? judged.problems : [];
      return {
        key,
        name,
        verdict: isChosen ? null : verdict,
        textRequired,
        wakeUpAt: wakeUp === undefined || (!isChosen && verdict !== 'recycle') ? null : toText(now + wakeUp),
        allowed: problems.length === 0,
        why: problems.length === 0 ? null : problems.map((code) => refusalMessages[code]).join(' '),
      };
    });
}

/** Among which verdicts somebody chooses who gives a reason that leaves it open. */
export const listVerdicts = ({ terms }: Relay): Handoff['verdicts'] =>
  terms.verdicts.flatMap((verdict) => (verdict === 'accept' ? [] : [verdict]));

type AskedMay = {
  handoff: State;
  history: readonly State[];
  until: number | null;
  rejection: RejectionState | null;
  /** Whether the caller works with such leads at all, and may give them to others. */
  works: boolean;
  assigns: boolean;
  clocks: Handoff['clocks'];
  now: number;
};

/** What the caller can do with a lead now, or why not. */
export function listMay({ handoff, history, until, rejection, works, assigns, clocks, now }: AskedMay): Handoff['may'] {
  const rights = works ? null : 'This lead is with somebody else.';
  const say = (refused: { ok: true } | Refused | null) =>
    rights !== null
      ? { allowed: false, why: rights }
      : refused === null || refused.ok
        ? { allowed: true, why: null }
        : { allowed: false, why: refused.refusals.map(({ message }) => message).join(' ') };
  const isOffered = handoff.state === 'offered';
  const onlyOffered = isOffered ? null : refuse(isOpen(handoff) ? 'handoff.already-accepted' : 'handoff.closed');
  const onlyAccepted =
    handoff.state !== 'accepted'
      ? refuse(isOpen(handoff) ? 'handoff.not-accepted' : 'handoff.closed')
      : handoff.dealId !== null
        ? refuse('handoff.has-deal')
        : null;
  return {
    accept: say(onlyOffered),
    reject: say(onlyOffered),
    handBack: say(onlyAccepted),
    confirm: say(confirmHandoff(handoff, now)),
    undo: say(judgeUndo(handoff, { until, rejection, history, now })),
    pause: say(isOpen(handoff) ? judgePause(clocks) : refuse('handoff.closed')),
    resume: say(isOpen(handoff) ? judgeResume(clocks) : refuse('handoff.closed')),
    reassign: assigns ? say(isOpen(handoff) ? null : refuse('handoff.closed')) : { allowed: false, why: rights },
  };
}

/** What confirming a lead asks for by its agreement: `confirm.need`. */
export const listConfirmRequires = ({ agreement }: Relay): string[] =>
  (agreement.stages.find(({ key }) => key === 'confirmed')?.requires ?? []).filter((field) =>
    field.startsWith('confirm.'),
  );

const isPausable = ({ kind }: Handoff['clocks'][number]) => pausableKinds.includes(kind);

function judgePause(clocks: Handoff['clocks']): Refused | null {
  const states = clocks.filter(isPausable).map(({ state }) => state);
  if (states.includes('running')) return null;
  return refuse(states.includes('paused') ? 'handoff.already-paused' : 'handoff.nothing-to-pause');
}

function judgeResume(clocks: Handoff['clocks']): Refused | null {
  const pauses = clocks.filter(isPausable).flatMap(({ pause }) => (pause === null ? [] : [pause]));
  if (pauses.some(({ reason }) => reason !== 'absence-with-cover')) return null;
  return refuse(pauses.length > 0 ? 'handoff.paused-by-absence' : 'handoff.not-paused');
}

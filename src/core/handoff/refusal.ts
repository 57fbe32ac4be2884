/** Why a move is refused, and what to do: every code that the rules of the handoff can give. */
export const refusalMessages = {
  'handoff.already-open': 'This contact has an open handoff already. Close that one first.',
  'handoff.already-accepted': 'This handoff is accepted already. To give it up, hand it back.',
  'handoff.closed': 'This handoff is closed.',
  'handoff.not-accepted': 'This handoff is not accepted yet. Accept it first.',
  'handoff.time-left': 'The time to decide is not over yet.',
  'handoff.same-member': 'This member has the handoff already.',
  'handoff.has-deal': 'This handoff has an open deal. Win or lose the deal instead.',
  'handoff.no-deal': 'This handoff has no deal. Open one first, or hand the lead back.',
  'handoff.not-closed-by-deal': 'This handoff did not end with a deal.',
  'handoff.already-confirmed': 'This lead is confirmed already.',
  'handoff.nothing-to-undo': 'There is no verdict that could be taken back.',
  'handoff.undo-too-late': 'A verdict can be taken back for ten minutes. Say what changed in a new one.',
  'handoff.undo-answered': 'Marketing has answered this already. It can no longer be taken back.',
  'handoff.undo-built-upon': 'More has been done with this lead since. It can no longer be taken back.',
  'handoff.already-paused': 'This lead is paused already. Resume it first to pause it for another reason.',
  'handoff.nothing-to-pause': 'No promise of Sales runs for this lead that could be paused.',
  'handoff.not-paused': 'This lead is not paused.',
  'handoff.paused-by-absence':
    'This lead is paused since its owner is away with a cover. Change the absence, or give the lead to somebody else.',
  'reason.unknown': 'The agreement has no such reason. Choose one from its list.',
  'reason.by-rule': 'This reason is given by a rule of the agreement only.',
  'reason.text-required': 'This reason needs a text. Say in a sentence what is the matter.',
  'reason.verdict-required': 'This reason leaves the verdict to you. Choose one.',
  'reason.other-verdict': 'This reason has another verdict in the agreement.',
  'reason.too-early': 'This reason needs the agreed attempts first, or a contact in both directions.',
  'verdict.not-agreed': 'The agreement does not have this verdict.',
  'hand-back.no-owner': 'Name who in Marketing takes the lead back.',
  'hand-back.no-next-step': 'Name the next step for Marketing.',
  'hand-back.no-wake-up': 'Name the day on which the lead wakes up.',
  'hand-back.wake-up-passed': 'The wake-up date has passed. Choose a later one.',
  'hand-back.wake-up-too-late': 'A lead sleeps for a year at most. Choose an earlier wake-up date.',
  'attempt.not-counted': 'This does not count as an attempt: automated mails and what the contact does are none.',
  'attempt.before-offer': 'This happened before the lead was handed over.',
  'attempt.in-future': 'This lies in the future.',
  'attempt.recorded': 'This attempt is recorded already.',
  'attempt.unknown': 'There is no such attempt, or it was taken back already.',
  'rejection.not-open': 'This rejection is answered or contested already.',
  'rejection.not-contested': 'This rejection is not contested, or it is decided already.',
  'rejection.cannot-contest': 'The agreement lets nobody contest a rejection.',
  'rejection.too-late': 'The days to contest this rejection are over.',
  'rejection.text-required': 'Write at least a sentence.',
  'rejection.already-ruled': 'This department has given its ruling already.',
  'rejection.time-left': 'The days to decide are not over yet.',
} as const;
export type RefusalCode = keyof typeof refusalMessages;
export type Refusal = { code: RefusalCode; message: string };

/** A move that was refused; there is always at least one reason. */
export type Refused = { ok: false; refusals: Refusal[] };

/**
 * @example
 * refuse('handoff.closed') // { ok: false, refusals: [{ code: 'handoff.closed', message: 'This handoff is closed.' }] }
 */
export function refuse(code: RefusalCode, ...further: RefusalCode[]): Refused {
  return { ok: false, refusals: [code, ...further].map((one) => ({ code: one, message: refusalMessages[one] })) };
}

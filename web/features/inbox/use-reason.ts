/** The state of giving a reason: which one, its verdict where that is open, a sentence, and what the lead joins. */
import { type RefObject, useEffect, useMemo, useState } from 'react';
import { letterReasons } from './reason-letters.ts';
import type { Reason, ReturnVerdict } from './verdict-words.ts';

export type GivenReason = {
  reason: string;
  verdict?: ReturnVerdict;
  note?: string;
  /** When to try again, where that is not the day of the reason. */
  wakeUpOn?: string;
  attachTo?: { contactId?: string; handoffId?: string };
};

/** What still has to be said. */
type Missing = 'reason' | 'why' | 'verdict' | 'note' | null;

export function useReason(reasons: readonly Reason[]) {
  const letters = useMemo(() => letterReasons(reasons), [reasons]);
  const [key, setKey] = useState<string | null>(null);
  const [verdict, setVerdict] = useState<ReturnVerdict | null>(null);
  const [note, setNote] = useState('');
  const [joins, setJoins] = useState<string | null>(null);
  const reason = reasons.find((one) => one.key === key) ?? null;
  const choose = (next: Reason) => {
    setKey(next.key);
    if (next.verdict !== null) setVerdict(null);
  };
  return {
    ...{ letters, reason, verdict, note, joins, choose, setVerdict, setNote, setJoins },
    /** What becomes of the lead. */
    outcome: reason?.verdict ?? verdict,
    missing: missingOf(reason, verdict, note),
    given: reason && toGiven(reason, verdict, note, joins),
  };
}

function missingOf(reason: Reason | null, verdict: ReturnVerdict | null, note: string): Missing {
  if (reason === null) return 'reason';
  if (!reason.allowed) return 'why';
  if (reason.verdict === null && verdict === null) return 'verdict';
  return reason.textRequired && note.trim() === '' ? 'note' : null;
}

/** @param joins `contact:<id>` or `handoff:<id>` */
function toGiven(reason: Reason, verdict: ReturnVerdict | null, note: string, joins: string | null): GivenReason {
  const [kind, id] = joins?.split(':') ?? [];
  const attachTo = id === undefined ? undefined : kind === 'handoff' ? { handoffId: id } : { contactId: id };
  const isAttached = (reason.verdict ?? verdict) === 'attach';
  return {
    reason: reason.key,
    ...(reason.verdict === null && verdict !== null ? { verdict } : {}),
    ...(note.trim() ? { note: note.trim() } : {}),
    ...(isAttached && attachTo ? { attachTo } : {}),
  };
}

/** Whether a reason is all that has to be said: then its letter is the second and last keystroke. */
export const isEnough = (reason: Reason): boolean =>
  reason.allowed && reason.verdict !== null && reason.verdict !== 'attach' && !reason.textRequired;

/**
 * Letters of reasons while a sheet is open. They are heard before anything else on the page, so that a letter never means two
 * things; whoever types a sentence is left alone.
 */
export function useReasonKeys(
  root: RefObject<HTMLElement | null>,
  { letters, reasons }: { letters: ReadonlyMap<string, string>; reasons: readonly Reason[] },
  onLetter: (reason: Reason, withShift: boolean) => void,
): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping(event.target)) return;
      const letter = event.key.toLowerCase();
      const reason = reasons.find(({ key }) => letters.get(key) === letter);
      if (!reason || !root.current) return;
      event.preventDefault();
      event.stopPropagation();
      onLetter(reason, event.shiftKey);
    };
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, [root, letters, reasons, onLetter]);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('textarea, select, input:not([type="radio"])');
}

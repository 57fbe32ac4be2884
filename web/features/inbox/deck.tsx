/** The foot of a brief: what can be done with the lead now, by key, click or thumb, and what was done. */
import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { pullHandoff, reassignHandoff } from '../../../src/features/assignments/schema.ts';
import {
  acceptHandoff,
  type Handoff,
  logAttempt,
  rejectHandoff,
  resumeHandoff,
} from '../../../src/features/handoffs/schema.ts';
import { type AnyContract, ApiError, call } from '../../api.ts';
import { useAction } from '../../queries.ts';
import { may, useSession } from '../../session.ts';
import { usePageKeys } from '../../shell/shortcuts.ts';
import { FormProblem } from '../../ui/form.tsx';
import { say } from '../settings/say.tsx';
import { AttemptSheet } from './attempt-sheet.tsx';
import styles from './deck.module.css';
import { GiveSheet } from './give-sheet.tsx';
import { HandBackSheet } from './hand-back-sheet.tsx';
import { Outcome } from './outcome.tsx';
import { PauseSheet } from './pause-sheet.tsx';
import { QualifySheet } from './qualify-sheet.tsx';
import { refreshHandoffs } from './refresh.ts';
import { RejectSheet } from './reject-sheet.tsx';
import { hideSaid, isLate, sayShortly, useDone, useReadAgain } from './use-done.ts';
import { usePausing } from './use-pausing.ts';
import type { GivenReason } from './use-reason.ts';

type Sheet = 'reject' | 'hand-back' | 'attempt' | 'confirm' | 'give' | 'pause';
type Action = { key: string | null; label: string; what: string; run: () => void; isMain?: boolean };

export function Deck({
  handoff,
  isQuiet,
  onGone,
}: {
  handoff: Handoff;
  /** Keys mean something else now: several leads are chosen. */
  isQuiet: boolean;
  /** The lead is no longer open: the next one can be looked at. */
  onGone: () => void;
}) {
  const { member } = useSession();
  const navigate = useNavigate();
  const [sheet, setSheet] = useState<Sheet | null>(null);
  const accept = useAction(acceptHandoff, { refresh: refreshHandoffs });
  const pull = useAction(pullHandoff, { refresh: refreshHandoffs });
  const done = useDone();
  const readAgain = useReadAgain();
  const { contact } = handoff;
  const isOwn = handoff.member.id === member.id;
  const isOpen = handoff.status === 'offered' || handoff.status === 'accepted';
  const canWork = isOpen && may(member.role, logAttempt) && (isOwn || member.role !== 'member');
  const canPull = handoff.status === 'offered' && !isOwn && !canWork && canTake(member, pullHandoff);

  const { mutate: mutateAccept, isPending } = accept;
  const runAccept = useCallback(() => {
    if (isPending) return;
    mutateAccept(
      { params: { handoffId: handoff.id } },
      {
        onSuccess: (next) => done(next, `${next.contact.name} is accepted.`),
        onError: (error) => void (isLate(error) && readAgain()),
      },
    );
  }, [mutateAccept, isPending, handoff.id, done, readAgain]);

  const { mutate: mutatePull } = pull;
  const { actions: pauses, error: pauseError } = usePausing(
    handoff,
    useCallback(() => setSheet('pause'), []),
  );
  const actions = useMemo(() => {
    const list: Action[] = [];
    const open = (one: Sheet) => () => setSheet(one);
    const label = isOwn ? 'Accept' : `Accept for ${handoff.member.name}`;
    if (handoff.may.accept.allowed) {
      list.push({ key: 'a', label, what: 'Accept the lead', run: runAccept, isMain: true });
    }
    if (handoff.may.reject.allowed) {
      list.push({ key: 'r', label: 'Reject', what: 'Reject with a reason', run: open('reject') });
    }
    if (canWork) {
      const isMain = handoff.status === 'accepted';
      list.push({ key: 'l', label: 'Log attempt', what: 'Log an attempt', run: open('attempt'), isMain });
    }
    if (handoff.may.confirm.allowed) {
      list.push({ key: 'c', label: 'Confirm', what: 'Confirm the lead', run: open('confirm') });
    }
    if (canWork && handoff.status === 'accepted' && handoff.dealId === null) {
      const run = () => void navigate({ to: '/deals/new', search: { handoffId: handoff.id } });
      list.push({ key: 'd', label: 'Open a deal', what: 'Open a deal with the lead', run });
    }
    if (handoff.dealId !== null) {
      const { dealId } = handoff;
      const run = () => void navigate({ to: '/deals/$dealId', params: { dealId } });
      list.push({ key: 'd', label: 'See the deal', what: 'Go to the deal', run });
    }
    if (handoff.may.handBack.allowed) {
      list.push({ key: 'h', label: 'Hand back', what: 'Hand back to Marketing', run: open('hand-back') });
    }
    list.push(...pauses);
    if (handoff.may.reassign.allowed && may(member.role, reassignHandoff)) {
      list.push({ key: null, label: 'Give to …', what: 'Give the lead to somebody', run: open('give') });
    }
    if (canPull) {
      const run = () =>
        mutatePull(
          { params: { handoffId: handoff.id } },
          { onSuccess: () => say(`${contact.name} is yours now.`), onError: () => void readAgain() },
        );
      list.push({ key: null, label: 'Take over', what: 'Take the lead over', run });
    }
    return list;
  }, [handoff, isOwn, canWork, canPull, contact.name, member.role, runAccept, mutatePull, readAgain, navigate, pauses]);
  usePageKeys(
    useMemo(
      () =>
        isQuiet || sheet !== null
          ? []
          : actions.flatMap(({ key, what, run }) => (key === null ? [] : [{ key, what, run }])),
      [actions, isQuiet, sheet],
    ),
  );

  const reject = useCallback(
    async (given: GivenReason) => {
      const next = await call(rejectHandoff, { params: { handoffId: handoff.id }, body: given });
      setSheet(null);
      done(next, rejectedWords(next));
      await readAgain();
      onGone();
    },
    [handoff.id, done, readAgain, onGone],
  );
  const close = useCallback(() => setSheet(null), []);
  // A message would lie over the foot of the sheet; its "Undo" stands in the bar as well.
  useEffect(() => {
    if (sheet !== null) hideSaid();
  }, [sheet]);
  const problem = [accept.error, pull.error, pauseError].find((error) => error instanceof ApiError) ?? null;

  // Once it is accepted the button is gone. A focus that was on it goes to what stands in its place.
  const outcome = useRef<HTMLDivElement>(null);
  const { status } = handoff;
  useEffect(() => {
    if (status !== 'offered' && document.activeElement === document.body) {
      outcome.current?.focus({ preventScroll: true });
    }
  }, [status]);

  return (
    <footer className={styles.bar} data-foot-bar="">
      {problem instanceof ApiError && (
        <div className={styles.problem}>
          <FormProblem
            problem={problem}
            kept={
              isLate(problem) ? 'The brief shows how it stands now.' : 'Nothing was changed: try again in a moment.'
            }
          />
        </div>
      )}
      {actions.length > 0 && (
        <div className={styles.actions}>
          {actions.map(({ key, label, run, isMain }) => (
            <Button
              key={label}
              {...(isMain ? { variant: 'filled', color: 'sales' } : {})}
              loading={key === 'a' && isPending}
              onClick={run}
              aria-keyshortcuts={key?.toUpperCase()}
              data-main={isMain || undefined}
            >
              {label}
              {key && <span className={styles.key} data-key={key.toUpperCase()} />}
            </Button>
          ))}
        </div>
      )}
      {!handoff.may.accept.allowed && (
        <div ref={outcome} tabIndex={-1} className={styles.outcome}>
          <Outcome handoff={handoff} />
        </div>
      )}
      {handoff.may.accept.allowed && <DecideNote handoff={handoff} />}
      {sheet === 'reject' && (
        <RejectSheet title={`Reject ${contact.name}: why?`} handoff={handoff} send={reject} onClose={close} />
      )}
      {sheet === 'hand-back' && (
        <HandBackSheet
          handoff={handoff}
          onClose={close}
          onDone={(next) => {
            close();
            done(next, `${contact.name} is handed back.`);
            void readAgain().then(onGone);
          }}
        />
      )}
      {sheet === 'attempt' && (
        <AttemptSheet
          handoff={handoff}
          onClose={close}
          onDone={({ attempts: { made, atLeast } }) => {
            close();
            sayShortly(atLeast === null ? 'The attempt is logged.' : `Logged: ${made} of ${atLeast} attempts.`);
          }}
        />
      )}
      {sheet === 'confirm' && (
        <QualifySheet
          handoff={handoff}
          onClose={close}
          onDone={() => {
            close();
            sayShortly(`${contact.name} is confirmed.`);
          }}
        />
      )}
      {sheet === 'pause' && (
        <PauseSheet
          handoff={handoff}
          onClose={close}
          onDone={() => {
            close();
            say(`${contact.name} is paused.`, async () => {
              await call(resumeHandoff, { params: { handoffId: handoff.id } }).finally(readAgain);
            });
          }}
        />
      )}
      {sheet === 'give' && (
        <GiveSheet
          title={`Give ${contact.name} to somebody`}
          holderId={handoff.member.id}
          onClose={close}
          send={async (memberId) => {
            const next = await call(reassignHandoff, { params: { handoffId: handoff.id }, body: { memberId } });
            close();
            say(`${contact.name} is with ${next.member.name} now.`);
            await readAgain();
          }}
        />
      )}
    </footer>
  );
}

/** Only who works leads takes one from a colleague. */
const canTake = (member: ReturnType<typeof useSession>['member'], contract: AnyContract): boolean =>
  may(member.role, contract) && member.department !== 'marketing' && member.role !== 'admin';

function rejectedWords({ contact, returned, status }: Handoff): string {
  const why = returned ? `: ${returned.name}` : '';
  return status === 'cancelled' ? `${contact.name} joins what is being worked.` : `${contact.name} is rejected${why}.`;
}

/** The sentence that says what silence means stands beside the button that ends it. */
function DecideNote({ handoff }: { handoff: Handoff }) {
  const decide = handoff.clocks.find(({ kind, state }) => kind === 'decide' && state === 'running');
  return decide ? <p className={styles.note}>{decide.sentence}</p> : null;
}

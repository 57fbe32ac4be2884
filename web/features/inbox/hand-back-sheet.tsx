/** Hands an accepted lead back to Marketing: the reason, who takes it over there, what they do next, and when it wakes up. */
import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useCallback, useRef, useState } from 'react';
import { type Handoff, handBackHandoff } from '../../../src/features/handoffs/schema.ts';
import { ApiError, call } from '../../api.ts';
import { now } from '../../clock.ts';
import { useFormat } from '../../format.ts';
import { FormProblem } from '../../ui/form.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { MemberSelect } from '../settings/member-select.tsx';
import { JoinField } from './join-field.tsx';
import { ReasonPicker, VerdictPicker } from './reason-picker.tsx';
import { NoteField, Unfolded } from './reject-sheet.tsx';
import styles from './return.module.css';
import { isLate, useReadAgain } from './use-done.ts';
import { useReason, useReasonKeys } from './use-reason.ts';
import type { Reason } from './verdict-words.ts';

export function HandBackSheet(props: { handoff: Handoff; onClose: () => void; onDone: (handoff: Handoff) => void }) {
  const { handoff, onClose, onDone } = props;
  const format = useFormat();
  const state = useReason(handoff.reasons);
  const [ownerId, setOwnerId] = useState<string | null>(null);
  const [nextStep, setNextStep] = useState('');
  const [day, setDay] = useState<string | null>(null);
  const [wasSent, setWasSent] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiError | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const readAgain = useReadAgain();

  const { choose, reason, outcome, missing } = state;
  const ownDay = reason?.wakeUpAt ? format.dayOf(reason.wakeUpAt) : '';
  const wakeUpOn = day ?? ownDay;
  const isComingBack = outcome === 'recycle';
  const isJoining = outcome === 'attach';
  const faults = {
    nextStep: !isJoining && nextStep.trim() === '' ? 'Say what Marketing does next.' : null,
    day:
      !isComingBack || wakeUpOn > format.dayOf(now().toISOString())
        ? null
        : wakeUpOn === ''
          ? 'Say when it wakes up.'
          : 'Choose a later day.',
  };

  const onLetter = useCallback(
    (next: Reason) => {
      choose(next);
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[data-next-step]')?.focus());
    },
    [choose],
  );
  useReasonKeys(form, { letters: state.letters, reasons: handoff.reasons }, onLetter);

  const send = async () => {
    if (!state.given) return;
    setBusy(true);
    setProblem(null);
    try {
      const body = {
        ...state.given,
        ...(isJoining ? {} : { nextStep: nextStep.trim(), ...(ownerId === null ? {} : { marketingOwnerId: ownerId }) }),
        ...(isComingBack && wakeUpOn !== ownDay ? { wakeUpOn } : {}),
      };
      onDone(await call(handBackHandoff, { params: { handoffId: handoff.id }, body }));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblem(error);
      setBusy(false);
      if (isLate(error)) await readAgain();
    }
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    setWasSent(true);
    if (missing === null && faults.nextStep === null && faults.day === null) void send();
    else requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  };
  return (
    <Sheet title={`Hand ${handoff.contact.name} back to Marketing`} onClose={onClose} size={680}>
      <form ref={form} onSubmit={onSubmit} className={styles.form} noValidate>
        <FormProblem problem={problem} />
        <ReasonPicker
          reasons={handoff.reasons}
          letters={state.letters}
          chosen={reason?.key ?? null}
          made={handoff.attempts}
          onChoose={choose}
        />
        {reason?.verdict === null && reason.allowed && (
          <Unfolded>
            <VerdictPicker verdicts={handoff.verdicts} value={state.verdict} onChange={state.setVerdict} />
          </Unfolded>
        )}
        {isJoining && (
          <JoinField
            handoffId={handoff.id}
            contactId={handoff.contact.id}
            value={state.joins}
            onChange={state.setJoins}
          />
        )}
        {!isJoining && (
          <>
            <TextInput
              label="What Marketing does next"
              required
              autoComplete="off"
              data-next-step=""
              maxLength={200}
              value={nextStep}
              onChange={({ currentTarget }) => setNextStep(currentTarget.value)}
              error={wasSent && faults.nextStep}
            />
            <div className="pair">
              <MemberSelect
                label="Who takes it over"
                placeholder="The head of Marketing"
                department="marketing"
                clearable
                value={ownerId}
                onChange={setOwnerId}
              />
              {isComingBack && (
                <TextInput
                  label="Wakes up on"
                  type="date"
                  required
                  value={wakeUpOn}
                  onChange={({ currentTarget }) => setDay(currentTarget.value)}
                  error={wasSent && faults.day}
                />
              )}
            </div>
          </>
        )}
        <div className={styles.foot}>
          <NoteField
            value={state.note}
            onChange={state.setNote}
            required={reason?.textRequired ?? false}
            onEnter={() => form.current?.requestSubmit()}
          />
          <Button
            type="submit"
            variant="filled"
            color="sales"
            loading={busy}
            disabled={missing === 'reason' || missing === 'why'}
          >
            Hand back
          </Button>
        </div>
      </form>
    </Sheet>
  );
}

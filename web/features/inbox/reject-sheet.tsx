/** Rejects an offered lead, or several, with a reason of the agreement: `r`, then the letter of the reason. */
import { Button, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, type KeyboardEvent, type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import type { Handoff } from '../../../src/features/handoffs/schema.ts';
import { ApiError } from '../../api.ts';
import { useFormat } from '../../format.ts';
import { FormProblem } from '../../ui/form.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { JoinField } from './join-field.tsx';
import { ReasonPicker, VerdictPicker } from './reason-picker.tsx';
import styles from './return.module.css';
import { isLate, useReadAgain } from './use-done.ts';
import { type GivenReason, isEnough, useReason, useReasonKeys } from './use-reason.ts';
import type { Reason } from './verdict-words.ts';

export function RejectSheet(props: {
  title: string;
  /** Whose reasons are offered: of several leads, the first. */
  handoff: Handoff;
  /** Several leads join nothing. */
  isMany?: boolean;
  send: (given: GivenReason) => Promise<unknown>;
  onClose: () => void;
}) {
  const { handoff, isMany = false, send, onClose } = props;
  const reasons = isMany ? handoff.reasons.filter(({ verdict }) => verdict !== 'attach') : handoff.reasons;
  const state = useReason(reasons);
  const format = useFormat();
  const [day, setDay] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiError | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const readAgain = useReadAgain();

  const give = useCallback(
    async (given: GivenReason) => {
      setBusy(true);
      setProblem(null);
      try {
        await send(given);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        setProblem(error);
        setBusy(false);
        if (isLate(error)) await readAgain();
      }
    },
    [send, readAgain],
  );
  const { choose } = state;
  const isComingBack = state.outcome === 'recycle' && (state.reason?.allowed ?? false);
  const ownDay = state.reason?.wakeUpAt ? format.dayOf(state.reason.wakeUpAt) : '';
  const wakeUpOn = day ?? ownDay;
  const onLetter = useCallback(
    (reason: Reason, withShift: boolean) => {
      choose(reason);
      if (isEnough(reason) && !withShift) void give({ reason: reason.key });
      else focusNext(form.current);
    },
    [choose, give],
  );
  useReasonKeys(form, { letters: state.letters, reasons }, onLetter);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const named = wakeUpOn !== '' && wakeUpOn !== ownDay ? { wakeUpOn } : {};
    if (state.missing === null && state.given) void give({ ...state.given, ...(isComingBack ? named : {}) });
    else focusNext(form.current);
  };
  const { reason, missing, outcome } = state;
  return (
    <Sheet title={props.title} onClose={onClose} size={680}>
      <form ref={form} onSubmit={onSubmit} className={styles.form} noValidate>
        <FormProblem problem={problem} kept="Nothing was changed." />
        <ReasonPicker
          reasons={reasons}
          letters={state.letters}
          chosen={reason?.key ?? null}
          made={isMany ? null : handoff.attempts}
          onChoose={choose}
        />
        {reasons.length === 0 && <p className="sub">The agreement gives no reasons. Add them in its feedback part.</p>}
        {reason?.verdict === null && reason.allowed && (
          <Unfolded>
            <VerdictPicker
              verdicts={handoff.verdicts.filter((one) => !isMany || one !== 'attach')}
              value={state.verdict}
              onChange={state.setVerdict}
            />
          </Unfolded>
        )}
        {outcome === 'attach' && reason?.allowed && (
          <Unfolded>
            <JoinField
              handoffId={handoff.id}
              contactId={handoff.contact.id}
              value={state.joins}
              onChange={state.setJoins}
            />
          </Unfolded>
        )}
        {isComingBack && (
          <TextInput
            className={styles.day ?? ''}
            label="Try again on, if you know better"
            type="date"
            value={wakeUpOn}
            onChange={({ currentTarget }) => setDay(currentTarget.value)}
          />
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
            Reject
          </Button>
        </div>
        <p className={styles.hint}>The letter of a reason rejects at once; with Shift you can add a sentence first.</p>
      </form>
    </Sheet>
  );
}

/** What a reason asks for comes into view, also where the list of reasons fills the screen. */
export function Unfolded({ children }: { children: ReactNode }) {
  const part = useRef<HTMLDivElement>(null);
  useEffect(() => part.current?.scrollIntoView({ block: 'nearest' }), []);
  return (
    <div ref={part} className={styles.unfolded}>
      {children}
    </div>
  );
}

export function NoteField(props: {
  value: string;
  onChange: (value: string) => void;
  required: boolean;
  onEnter: () => void;
}) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    props.onEnter();
  };
  return (
    <Textarea
      label={props.required ? 'A sentence for Marketing' : 'A sentence for Marketing, if it helps'}
      required={props.required}
      autosize
      minRows={1}
      maxRows={6}
      maxLength={10_000}
      className={styles.note}
      data-note=""
      value={props.value}
      onChange={({ currentTarget }) => props.onChange(currentTarget.value)}
      onKeyDown={onKeyDown}
    />
  );
}

/** The keyboard goes to what still has to be said, once it is drawn. */
function focusNext(form: HTMLFormElement | null): void {
  requestAnimationFrame(() => {
    const next =
      form?.querySelector<HTMLElement>('input[data-verdict]') ??
      form?.querySelector<HTMLElement>('[role="combobox"], input[role="searchbox"], .mantine-Select-input') ??
      form?.querySelector<HTMLElement>('textarea[data-note]');
    next?.focus();
  });
}

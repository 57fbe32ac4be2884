/** Lets the promises to a lead stand still: why, and until which day. */
import { Button, Textarea, TextInput } from '@mantine/core';
import type { PauseReason } from '../../../src/core/clock/pause.ts';
import { type Handoff, pauseHandoff } from '../../../src/features/handoffs/schema.ts';
import { now } from '../../clock.ts';
import { useFormat } from '../../format.ts';
import { useAction } from '../../queries.ts';
import { FormProblem, useServerForm } from '../../ui/form.tsx';
import { FormActions } from '../../ui/form-actions.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { toInstant } from '../settings/zoned.ts';
import styles from './attempts.module.css';
import { refreshHandoffs } from './refresh.ts';

type Reason = Exclude<PauseReason, 'absence-with-cover'>;
type Values = { reason: Reason; until: string; note: string };

const reasons: { value: Reason; label: string }[] = [
  { value: 'waiting-for-date', label: "The prospect's date" },
  { value: 'waiting-for-information', label: 'Information' },
  { value: 'legal-hold', label: 'A legal hold' },
];

export function PauseSheet(props: { handoff: Handoff; onClose: () => void; onDone: (handoff: Handoff) => void }) {
  const { handoff, onClose, onDone } = props;
  const { zone, dayOf } = useFormat();
  const pause = useAction(pauseHandoff, { refresh: refreshHandoffs });
  const today = dayOf(now().toISOString());
  const form = useServerForm<Values>({
    initial: { reason: 'waiting-for-date', until: '', note: '' },
    check: ({ until }) => (until === '' || until > today ? {} : { until: 'Choose a later day.' }),
    send: async ({ reason, until, note }) => {
      const body = {
        reason,
        ...(until ? { until: toInstant(until, '', zone) } : {}),
        ...(note.trim() ? { note } : {}),
      };
      onDone(await pause.mutateAsync({ params: { handoffId: handoff.id }, body }));
    },
  });
  const { getInputProps, getValues, setFieldValue } = form.fields;
  return (
    <Sheet title={`Pause ${handoff.contact.name}`} onClose={onClose}>
      <form onSubmit={form.onSubmit} noValidate className="stack">
        <FormProblem problem={form.problem} />
        <p className="sub">
          What Sales owes this lead stands still, and is due later by the working hours of the pause.
        </p>
        <fieldset className={styles.outcomes}>
          <legend>It waits for</legend>
          {reasons.map(({ value, label }, place) => (
            <label key={value} className={styles.outcome}>
              <input
                type="radio"
                name="reason"
                value={value}
                checked={getValues().reason === value}
                onChange={() => setFieldValue('reason', value)}
                {...(place === 0 ? { 'data-autofocus': true } : {})}
              />
              {label}
            </label>
          ))}
        </fieldset>
        <TextInput
          label="Until (optional)"
          description="It goes on when this day begins. Without a day it goes on by itself after ten business days."
          type="date"
          min={today}
          {...getInputProps('until')}
        />
        <Textarea
          label="Note (optional)"
          autosize
          minRows={1}
          maxRows={6}
          maxLength={10_000}
          {...getInputProps('note')}
        />
        <FormActions busy={form.busy} others={<Button onClick={onClose}>Cancel</Button>}>
          Pause
        </FormActions>
      </form>
    </Sheet>
  );
}

/** Logs what was done to reach the person of a lead, how it ended, and what comes next. */
import { Button, SegmentedControl, Select, Textarea, TextInput } from '@mantine/core';
import { type ActivityKind, type Outcome, outcomes, outcomeWords, usualDirection } from '../../../src/core/activity.ts';
import { type Handoff, logAttempt } from '../../../src/features/handoffs/schema.ts';
import { now } from '../../clock.ts';
import { useFormat } from '../../format.ts';
import { useAction } from '../../queries.ts';
import { FormProblem, useServerForm } from '../../ui/form.tsx';
import { FormActions } from '../../ui/form-actions.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { fromInstant, toInstant } from '../settings/zoned.ts';
import styles from './attempts.module.css';
import { refreshWork } from './refresh.ts';

const kinds: { value: ActivityKind; label: string; next: string }[] = [
  { value: 'call', label: 'Call', next: 'Call again' },
  { value: 'email-sent', label: 'E-mail', next: 'Write again' },
  { value: 'meeting', label: 'Meeting', next: 'Follow up on the meeting' },
  { value: 'social-message', label: 'Message', next: 'Write again' },
  { value: 'email-replied', label: 'Reply', next: 'Answer' },
];

type Values = {
  kind: ActivityKind;
  outcome: string | null;
  note: string;
  next: string;
  nextOn: string;
  /** Empty for now. */
  day: string;
  time: string;
};

const capital = (text: string) => text.charAt(0).toLocaleUpperCase() + text.slice(1);
const wordsOf = (kind: ActivityKind) => kinds.find(({ value }) => value === kind);
const outcomeOf = (kind: ActivityKind, chosen: string | null): Outcome | null =>
  outcomes[kind].find((one) => one === chosen) ?? null;

export function AttemptSheet(props: { handoff: Handoff; onClose: () => void; onDone: (handoff: Handoff) => void }) {
  const { handoff, onClose, onDone } = props;
  const { zone, dayOf } = useFormat();
  const log = useAction(logAttempt, { refresh: refreshWork });
  const form = useServerForm<Values>({
    initial: { kind: 'call', outcome: null, note: '', next: '', nextOn: '', day: '', time: '' },
    check: ({ day, time }) => (day || !time ? {} : { day: 'Say on which day.' }),
    send: async ({ kind, outcome, note, next, nextOn, day, time }) => {
      const ended = outcomeOf(kind, outcome);
      const title = next.trim() || (nextOn ? (wordsOf(kind)?.next ?? '') : '');
      const logged = await log.mutateAsync({
        params: { handoffId: handoff.id },
        body: {
          ...{ kind, direction: usualDirection(kind) },
          ...(ended ? { outcome: ended } : {}),
          ...(note.trim() ? { note } : {}),
          ...(day ? { at: toInstant(day, time || '12:00', zone) } : {}),
          ...(title ? { next: { title, ...(nextOn ? { dueOn: nextOn } : {}) } } : {}),
        },
      });
      onDone(logged);
    },
  });
  const { getInputProps, setFieldValue, errors } = form.fields;
  const { kind, nextOn, day } = form.fields.getValues();
  const dayIn = (days: number) => dayOf(new Date(now().getTime() + days * 86_400_000).toISOString());
  const presets = [
    { label: 'Tomorrow', day: dayIn(1) },
    { label: 'In 3 days', day: dayIn(3) },
    { label: 'In a week', day: dayIn(7) },
  ];
  return (
    <Sheet title={`Log an attempt: ${handoff.contact.name}`} onClose={onClose}>
      <form onSubmit={form.onSubmit} noValidate className="stack">
        <FormProblem problem={form.problem} />
        <SegmentedControl
          aria-label="How"
          fullWidth
          data={kinds.map(({ value, label }) => ({ value, label }))}
          value={kind}
          onChange={(value) => {
            setFieldValue('kind', wordsOf(value as ActivityKind)?.value ?? 'call');
            setFieldValue('outcome', null);
          }}
          data-autofocus
        />
        <fieldset className={styles.outcomes}>
          <legend>How it ended</legend>
          {outcomes[kind].map((value) => (
            <label key={value} className={styles.outcome}>
              <input
                type="radio"
                name="outcome"
                value={value}
                checked={form.fields.getValues().outcome === value}
                onChange={() => setFieldValue('outcome', value)}
              />
              {capital(outcomeWords[value])}
            </label>
          ))}
        </fieldset>
        <Textarea
          label="What was said"
          autosize
          minRows={2}
          maxRows={8}
          maxLength={10_000}
          {...getInputProps('note')}
        />
        <div className={styles.next}>
          <TextInput
            label="What comes next"
            placeholder={wordsOf(kind)?.next}
            autoComplete="off"
            maxLength={200}
            {...getInputProps('next')}
            error={errors.next ?? errors['next.title']}
          />
          <TextInput label="On" type="date" {...getInputProps('nextOn')} error={errors['next.dueOn']} />
        </div>
        <div className="row">
          {presets.map((preset) => (
            <Button
              key={preset.label}
              data-size="small"
              variant={nextOn === preset.day ? 'light' : 'default'}
              aria-pressed={nextOn === preset.day}
              onClick={() => setFieldValue('nextOn', nextOn === preset.day ? '' : preset.day)}
            >
              {preset.label}
            </Button>
          ))}
        </div>
        <div className="row">
          <Select
            label="When it was"
            allowDeselect={false}
            data={[
              { value: 'now', label: 'Just now' },
              { value: 'earlier', label: 'Earlier' },
            ]}
            value={day === '' ? 'now' : 'earlier'}
            onChange={(value) => {
              const at = fromInstant(now().toISOString(), zone);
              setFieldValue('day', value === 'earlier' ? at.day : '');
              setFieldValue('time', value === 'earlier' ? at.time : '');
            }}
          />
          {day !== '' && (
            <>
              <TextInput label="Day" type="date" {...getInputProps('day')} error={errors.day ?? errors.at} />
              <TextInput label="Time" type="time" {...getInputProps('time')} />
            </>
          )}
        </div>
        <div className={styles.foot}>
          <FormActions busy={form.busy} others={<span className="cap">Entered by hand, it counts as typed.</span>}>
            Log
          </FormActions>
        </div>
      </form>
    </Sheet>
  );
}

/** Logs what Sales did with a person, or what they answered. */
import { Button, Modal, Select, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import {
  type ActivityKind,
  type Direction,
  type Outcome,
  outcomes,
  outcomeWords,
  usualDirection,
} from '../../../src/core/activity.ts';
import {
  type Activity,
  editActivity,
  getActivity,
  logActivity,
  withdrawActivity,
} from '../../../src/features/activities/schema.ts';
import { now } from '../../clock.ts';
import { useFormat } from '../../format.ts';
import { queryOf, useAction } from '../../queries.ts';
import { FormProblem, useServerForm } from '../../ui/form.tsx';
import { FormActions } from '../../ui/form-actions.tsx';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import styles from '../notes/notes.module.css';
import { refreshActivities } from '../notes/refresh.ts';
import { say } from '../settings/say.tsx';
import { fromInstant, toInstant } from '../settings/zoned.ts';

const kinds: { value: ActivityKind; label: string }[] = [
  { value: 'call', label: 'Call' },
  { value: 'email-sent', label: 'E-mail sent' },
  { value: 'email-replied', label: 'E-mail answered by them' },
  { value: 'meeting', label: 'Meeting' },
  { value: 'social-message', label: 'Message on a social network' },
];

const sides: { value: Direction; label: string }[] = [
  { value: 'outbound', label: 'We did' },
  { value: 'inbound', label: 'They did' },
];

const outcomesOf = (kind: ActivityKind): { value: Outcome; label: string }[] =>
  outcomes[kind].map((value) => ({ value, label: capital(outcomeWords[value]) }));

const capital = (text: string) => text.charAt(0).toLocaleUpperCase() + text.slice(1);

/** The outcome that was chosen, of those that a kind can have. */
const outcomeOf = (kind: ActivityKind, chosen: string | null): Outcome | null =>
  outcomes[kind].find((one) => one === chosen) ?? null;

type Values = {
  kind: ActivityKind;
  direction: Direction;
  outcome: string | null;
  day: string;
  time: string;
  minutes: string;
  note: string;
};

const minutesOf = (text: string): number | null => (text.trim() === '' ? null : Number(text));
const checkMinutes = (text: string): Record<string, string> =>
  /^\s*\d{0,4}\s*$/.test(text) && Number(text) <= 1440 ? {} : { minutes: 'Whole minutes, at most 1,440.' };

export function ActivityForm({ contactId }: { contactId: string }) {
  const { zone } = useFormat();
  const log = useAction(logActivity, { refresh: refreshActivities });
  const begin = (): Values => {
    const { day, time } = fromInstant(now().toISOString(), zone);
    return { kind: 'call', direction: 'outbound', outcome: null, day, time, minutes: '', note: '' };
  };
  // Whoever leaves the time as it is means now, not the full minute before.
  const [untouched, setUntouched] = useState(true);
  const form = useServerForm<Values>({
    initial: begin(),
    check: ({ day, time, minutes }) => ({
      ...(untouched || (day && time) ? {} : { day: 'Say when it was.' }),
      ...checkMinutes(minutes),
    }),
    send: async ({ kind, direction, outcome, day, time, minutes, note }) => {
      await log.mutateAsync({
        body: {
          ...{ contactId, kind, direction, outcome: outcomeOf(kind, outcome), minutes: minutesOf(minutes) },
          ...(untouched ? {} : { at: toInstant(day, time, zone) }),
          note: note.trim() || null,
        },
      });
      form.fields.setValues(begin());
      setUntouched(true);
      say('The activity is logged.');
    },
  });
  const { getInputProps, setFieldValue, errors } = form.fields;
  const { kind } = form.fields.getValues();
  const changeKind = (chosen: ActivityKind) => {
    setFieldValue('kind', chosen);
    setFieldValue('direction', usualDirection(chosen));
    setFieldValue('outcome', null);
  };
  const touch = (field: 'day' | 'time', value: string) => {
    setUntouched(false);
    setFieldValue(field, value);
  };
  return (
    <form onSubmit={form.onSubmit} noValidate className="stack">
      <FormProblem problem={form.problem} />
      <div className={styles.fields}>
        <Select
          label="Kind"
          data={kinds}
          allowDeselect={false}
          value={kind}
          onChange={(value) => changeKind(kinds.find((one) => one.value === value)?.value ?? 'call')}
        />
        {kind !== 'email-replied' && (
          <Select label="Who" data={sides} allowDeselect={false} {...getInputProps('direction')} />
        )}
        <Select
          label="Outcome"
          placeholder="Not said"
          data={outcomesOf(kind)}
          clearable
          clearButtonProps={{ 'aria-label': 'Clear the outcome' }}
          {...getInputProps('outcome')}
        />
      </div>
      <div className={styles.fields}>
        <TextInput
          label="Day"
          type="date"
          {...getInputProps('day')}
          onChange={({ currentTarget }) => touch('day', currentTarget.value)}
          error={errors.day ?? errors.at}
        />
        <TextInput
          label="Time"
          type="time"
          {...getInputProps('time')}
          onChange={({ currentTarget }) => touch('time', currentTarget.value)}
        />
        <TextInput label="Minutes" inputMode="numeric" {...getInputProps('minutes')} />
      </div>
      <Textarea label="What was said" autosize minRows={2} maxRows={10} maxLength={10_000} {...getInputProps('note')} />
      <FormActions busy={form.busy}>Log</FormActions>
    </form>
  );
}

export function EditActivityDialog({ activityId, onClose }: { activityId: string; onClose: () => void }) {
  const query = useQuery({ ...queryOf(getActivity, { params: { activityId } }), staleTime: 0 });
  return (
    <Modal opened onClose={onClose} title="Correct the activity" closeButtonProps={{ 'aria-label': 'Close' }}>
      {query.data && !query.isFetching ? (
        <EditForm activity={query.data} onClose={onClose} />
      ) : query.error ? (
        <ErrorState error={query.error} what="The activity could not be opened." retry={() => void query.refetch()} />
      ) : (
        <LoadingState lines={3} label="Loading the activity" />
      )}
    </Modal>
  );
}

function EditForm({ activity, onClose }: { activity: Activity; onClose: () => void }) {
  const edit = useAction(editActivity, { refresh: refreshActivities });
  const { kind } = activity;
  const form = useServerForm<Pick<Values, 'outcome' | 'minutes' | 'note'>>({
    initial: { outcome: activity.outcome, minutes: String(activity.minutes ?? ''), note: activity.note ?? '' },
    check: ({ minutes }) => checkMinutes(minutes),
    send: async ({ outcome, minutes, note }) => {
      const body = { outcome: outcomeOf(kind, outcome), minutes: minutesOf(minutes), note: note.trim() || null };
      await edit.mutateAsync({ params: { activityId: activity.id }, version: activity.version, body });
      say('The activity is corrected.');
      onClose();
    },
  });
  const { getInputProps } = form.fields;
  return (
    <form onSubmit={form.onSubmit} noValidate className="stack">
      <FormProblem problem={form.problem} />
      <p className="sub">Was it with somebody else, or at another time? Withdraw it and log it anew.</p>
      <div className={styles.fields}>
        <Select
          label="Outcome"
          placeholder="Not said"
          data={outcomesOf(kind)}
          clearable
          clearButtonProps={{ 'aria-label': 'Clear the outcome' }}
          {...getInputProps('outcome')}
        />
        <TextInput label="Minutes" inputMode="numeric" {...getInputProps('minutes')} />
      </div>
      <Textarea
        label="What was said"
        autosize
        minRows={3}
        maxRows={10}
        maxLength={10_000}
        data-autofocus
        {...getInputProps('note')}
      />
      <FormActions busy={form.busy} others={<Button onClick={onClose}>Cancel</Button>}>
        Save
      </FormActions>
    </form>
  );
}

export function WithdrawActivityDialog({ activityId, onClose }: { activityId: string; onClose: () => void }) {
  const withdraw = useAction(withdrawActivity, { refresh: refreshActivities });
  const form = useServerForm<{ reason: string }>({
    initial: { reason: '' },
    shape: withdrawActivity.body,
    send: async (body) => {
      await withdraw.mutateAsync({ params: { activityId }, body });
      say('The activity is withdrawn.');
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} title="Withdraw the activity?" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={form.onSubmit} noValidate className="stack">
        <FormProblem problem={form.problem} />
        <p className="sub">
          It stays on the timeline with your reason and counts for nothing any more. What was decided on it meanwhile
          stays decided.
        </p>
        <TextInput label="Why" required data-autofocus {...form.fields.getInputProps('reason')} />
        <FormActions busy={form.busy} others={<Button onClick={onClose}>Cancel</Button>}>
          Withdraw
        </FormActions>
      </form>
    </Modal>
  );
}

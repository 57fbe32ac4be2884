/** Records an absence, or changes its span and cover. Whole days unless times are wanted. */
import { Button, Checkbox, Modal, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { addDays } from '../../../src/core/calendar/hours.ts';
import { Day } from '../../../src/core/wire.ts';
import {
  type Absence,
  createAbsence,
  editAbsence,
  getAbsence,
  listAbsences,
} from '../../../src/features/absences/schema.ts';
import { getMember, listMembers } from '../../../src/features/members/schema.ts';
import { ApiError, call } from '../../api.ts';
import { useFormat } from '../../format.ts';
import { useAction } from '../../queries.ts';
import { useSession } from '../../session.ts';
import { FormProblem, type ServerForm, useServerForm } from '../../ui/form.tsx';
import { FormActions } from '../../ui/form-actions.tsx';
import { MemberSelect } from './member-select.tsx';
import { useMemberReach } from './reach.ts';
import { RecordProblem } from './record-problem.tsx';
import { say } from './say.tsx';
import styles from './settings.module.css';
import { useRecordForm } from './use-record-form.ts';
import { fromInstant, toInstant } from './zoned.ts';

const refresh = [listAbsences, getAbsence, listMembers, getMember];

/** What is typed. `last` is the last day away, or with times the day of coming back. */
type Values = {
  memberId: string | null;
  first: string;
  firstTime: string;
  last: string;
  lastTime: string;
  isWholeDays: boolean;
  coverId: string | null;
};

function spanOf({ first, firstTime, last, lastTime, isWholeDays }: Values, zone: string) {
  return isWholeDays
    ? { from: toInstant(first, '', zone), to: toInstant(addDays(last, 1), '', zone) }
    : { from: toInstant(first, firstTime, zone), to: toInstant(last, lastTime, zone) };
}

function check(values: Values, zone: string): Record<string, string> {
  const faults: Record<string, string> = {};
  if (!values.memberId) faults.memberId = 'Choose who is away.';
  if (!Day.safeParse(values.first).success) faults.first = 'Choose the first day.';
  if (!Day.safeParse(values.last).success) faults.last = 'Choose the last day.';
  if (faults.first || faults.last) return faults;
  const { from, to } = spanOf(values, zone);
  if (to <= from)
    faults.last = values.isWholeDays ? 'The last day is before the first.' : 'The end must be after the start.';
  return faults;
}

/** The server names the fields `from` and `to`; here they are days with times. */
async function atOurFields<Result>(sending: Promise<Result>): Promise<Result> {
  try {
    return await sending;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const names: Record<string, string> = { from: 'first', to: 'last' };
    const fields = error.fields.map(({ path, detail }) => ({ path: names[path] ?? path, detail }));
    const { status, code, message, requestId, retryAfter } = error;
    throw new ApiError({ status, code, message, fields, requestId, retryAfter });
  }
}

export function CreateAbsenceDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Modal opened={open} onClose={onClose} title="Record an absence" closeButtonProps={{ 'aria-label': 'Close' }}>
      <CreateForm onClose={onClose} />
    </Modal>
  );
}

function CreateForm({ onClose }: { onClose: () => void }) {
  const { member: me } = useSession();
  const { zone } = useFormat();
  const { department, only, reaches } = useMemberReach(createAbsence);
  const create = useAction(createAbsence, { refresh });
  const form = useServerForm<Values>({
    initial: {
      memberId: me.id,
      first: '',
      firstTime: '09:00',
      last: '',
      lastTime: '09:00',
      isWholeDays: true,
      coverId: null,
    },
    check: (values) => check(values, zone),
    send: async (values) => {
      const { memberId, coverId } = values;
      if (!memberId) return;
      const body = { memberId, coverId, ...spanOf(values, zone) };
      const { member } = await atOurFields(create.mutateAsync({ body }));
      say(`The absence of ${member.name} is recorded.`);
      onClose();
    },
  });
  const { getInputProps } = form.fields;
  return (
    <form onSubmit={form.onSubmit} noValidate className="stack">
      {!Object.keys(form.fields.errors).length && <FormProblem problem={form.problem} />}
      {only?.length === 1 ? (
        <TextInput label="Who is away" value={me.name} readOnly />
      ) : only ? (
        <Select
          label="Who is away"
          data={only.map(({ id, name }) => ({ value: id, label: name }))}
          searchable
          required
          {...getInputProps('memberId')}
        />
      ) : (
        <MemberSelect
          label="Who is away"
          required
          department={department}
          suits={reaches}
          {...getInputProps('memberId')}
        />
      )}
      <SpanFields form={form} />
      <FormActions busy={form.busy} others={<Button onClick={onClose}>Cancel</Button>}>
        Record
      </FormActions>
    </form>
  );
}

export function EditAbsenceDialog({ absence, onClose }: { absence: Absence; onClose: () => void }) {
  return (
    <Modal
      opened
      onClose={onClose}
      title={`The absence of ${absence.member.name}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <EditForm absence={absence} onClose={onClose} />
    </Modal>
  );
}

const labels = { first: 'First day', firstTime: 'From', last: 'Last day', lastTime: 'Until', coverId: 'Cover' };

function EditForm({ absence, onClose }: { absence: Absence; onClose: () => void }) {
  const { zone } = useFormat();
  const params = { absenceId: absence.id };
  const edit = useAction(editAbsence, { refresh });
  const form = useRecordForm<Absence, Values>({
    record: absence,
    valuesOf: (record) => valuesOf(record, zone),
    check: (values) => check(values, zone),
    send: (_changed, version, values) => {
      const body = { coverId: values.coverId, ...spanOf(values, zone) };
      return atOurFields(edit.mutateAsync({ params, body, version }));
    },
    load: () => call(getAbsence, { params }),
    onSaved: ({ member }) => {
      say(`The absence of ${member.name} is saved.`);
      onClose();
    },
  });
  return (
    <form onSubmit={form.onSubmit} noValidate className="stack">
      <RecordProblem form={form} labels={labels} />
      <SpanFields form={form} />
      <FormActions busy={form.busy} disabled={!form.dirty} others={<Button onClick={onClose}>Cancel</Button>}>
        Save
      </FormActions>
    </form>
  );
}

function valuesOf({ member, from, to, cover }: Absence, zone: string): Values {
  const start = fromInstant(from, zone);
  const end = fromInstant(to, zone);
  const isWholeDays = start.time === '00:00' && end.time === '00:00';
  return {
    memberId: member.id,
    first: start.day,
    firstTime: start.time,
    last: isWholeDays ? addDays(end.day, -1) : end.day,
    lastTime: end.time,
    isWholeDays,
    coverId: cover?.id ?? null,
  };
}

function SpanFields({ form }: { form: ServerForm<Values> }) {
  const { zone } = useFormat();
  const { getInputProps, getValues, setFieldValue } = form.fields;
  const { isWholeDays, memberId, first, last } = getValues();
  const [isSingle, setSingle] = useState(last === '' || last === first);
  const setFirst = (day: string) => {
    setFieldValue('first', day);
    // The last day follows until one chose it: most absences begin by choosing the first.
    if (isSingle || last < day) setFieldValue('last', day);
  };
  return (
    <>
      <div className={styles.fields}>
        <div className={isWholeDays ? undefined : styles.dayAndTime}>
          <TextInput
            label={isWholeDays ? 'First day' : 'From'}
            type="date"
            required
            data-autofocus
            {...getInputProps('first')}
            onChange={(event) => setFirst(event.currentTarget.value)}
          />
          {!isWholeDays && <TextInput aria-label="From, time" type="time" {...getInputProps('firstTime')} />}
        </div>
        <div className={isWholeDays ? undefined : styles.dayAndTime}>
          <TextInput
            label={isWholeDays ? 'Last day' : 'Until'}
            type="date"
            required
            min={first}
            {...getInputProps('last')}
            onChange={(event) => {
              setSingle(false);
              setFieldValue('last', event.currentTarget.value);
            }}
          />
          {!isWholeDays && <TextInput aria-label="Until, time" type="time" {...getInputProps('lastTime')} />}
        </div>
      </div>
      <Checkbox
        label="Whole days"
        description={`Days and times in ${zone.replaceAll('_', ' ')}`}
        checked={isWholeDays}
        onChange={(event) => setFieldValue('isWholeDays', event.currentTarget.checked)}
      />
      <MemberSelect
        label="Cover (optional)"
        description="Looks after open work meanwhile, whose promises stand still. Without a cover they run on."
        clearable
        suits={(id) => id !== memberId}
        {...getInputProps('coverId')}
      />
    </>
  );
}

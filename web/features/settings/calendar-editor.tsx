/** Editing one calendar: week, holidays, own days; the same fields make a new one. */
import { Button, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import {
  type Calendar,
  type CalendarOwner,
  createCalendar,
  editCalendar,
  getCalendar,
  listCalendars,
} from '../../../src/features/calendars/schema.ts';
import { listTeams } from '../../../src/features/teams/schema.ts';
import { call } from '../../api.ts';
import { useFormat } from '../../format.ts';
import { useAction, useList } from '../../queries.ts';
import { useSession } from '../../session.ts';
import { Card } from '../../ui/card.tsx';
import { FormProblem, useServerForm } from '../../ui/form.tsx';
import { FormActions } from '../../ui/form-actions.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import styles from './calendar.module.css';
import { CalendarFields, type CalendarValues, checkCalendar, sumOf } from './calendar-fields.tsx';
import { CalendarOwnerName, useCalendarRight } from './calendar-owner.tsx';
import { MemberSelect } from './member-select.tsx';
import { reachesDepartment, useMemberReach } from './reach.ts';
import { RecordProblem } from './record-problem.tsx';
import { say } from './say.tsx';
import { useRecordForm } from './use-record-form.ts';

const labels = {
  name: 'Name',
  zone: 'Time zone',
  hours: 'Working hours',
  holidays: 'Public holidays',
  closed: 'Own closed days',
  days: 'Own days with other hours',
};

const valuesOf = ({ name, zone, hours, holidays, closed, days }: Calendar): CalendarValues => ({
  name,
  zone,
  hours,
  holidays,
  closed,
  days,
});

export function EditCalendar({ calendar, onClose }: { calendar: Calendar; onClose: () => void }) {
  const mayWrite = useCalendarRight()(calendar.owner);
  const format = useFormat();
  const params = { calendarId: calendar.id };
  const edit = useAction(editCalendar, { refresh: [listCalendars, getCalendar] });
  const form = useRecordForm<Calendar, CalendarValues>({
    record: calendar,
    valuesOf,
    check: checkCalendar,
    send: (_changed, version, body) => edit.mutateAsync({ params, body, version }),
    load: () => call(getCalendar, { params }),
    onSaved: ({ name }) => say(`The calendar ${name} is saved.`),
  });
  const minutes = sumOf(form.fields.getValues());
  return (
    <>
      <PageHead
        title={minutes === null ? calendar.name : `Open ${format.duration(minutes)} a week`}
        lead={
          <>
            {calendar.name}. <CalendarOwnerName owner={calendar.owner} />.
          </>
        }
        actions={<Button onClick={onClose}>All calendars</Button>}
      />
      <Card>
        <form onSubmit={form.onSubmit} noValidate className="stack">
          <RecordProblem form={form} labels={labels} />
          <fieldset disabled={!mayWrite} className={styles.fields}>
            <CalendarFields form={form.fields} />
          </fieldset>
          {mayWrite ? (
            <FormActions
              busy={form.busy}
              disabled={!form.dirty}
              others={form.dirty && <Button onClick={form.reset}>Discard changes</Button>}
            >
              Save
            </FormActions>
          ) : (
            <p className="cap">You can look at this calendar, not change it.</p>
          )}
        </form>
      </Card>
    </>
  );
}

type Kind = 'team' | 'member';
type NewValues = CalendarValues & { kind: Kind; teamId: string | null; memberId: string | null };

const ownerOf = ({ kind, teamId, memberId }: NewValues): CalendarOwner | null => {
  if (kind === 'team') return teamId ? { kind, teamId } : null;
  return memberId ? { kind, memberId } : null;
};

/** Begins with the workspace's hours: most own calendars differ in little. */
export function NewCalendar({ known, onClose }: { known: Calendar[]; onClose: () => void }) {
  const session = useSession();
  const { department, only, reaches } = useMemberReach(createCalendar);
  const { rows: teams = [] } = useList(listTeams, {});
  const create = useAction(createCalendar, { refresh: [listCalendars, listTeams] });
  const taken = new Set(
    known.flatMap(({ owner }) => (owner.kind === 'workspace' ? [] : [Object.values(owner).at(-1)])),
  );
  const free = teams.filter(
    (team) => reachesDepartment(session, createCalendar, team.department) && !taken.has(team.id),
  );
  const isForTeams = ['admin', 'head'].includes(session.member.role);
  const usual = known.find(({ owner }) => owner.kind === 'workspace');
  const [initial] = useState<NewValues>(() => ({
    zone: session.workspace.zone,
    hours: { mon: ['09:00-17:00'] },
    holidays: null,
    closed: [],
    days: {},
    ...(usual ? valuesOf(usual) : {}),
    name: isForTeams ? '' : `Hours of ${session.member.name}`,
    kind: isForTeams ? 'team' : 'member',
    teamId: null,
    memberId: isForTeams ? null : session.member.id,
  }));
  const form = useServerForm<NewValues>({
    initial,
    check: (values) => ({
      ...checkCalendar(values),
      ...(ownerOf(values) ? {} : { [values.kind === 'team' ? 'teamId' : 'memberId']: 'Choose whose calendar it is.' }),
    }),
    send: async (values) => {
      const { kind: _kind, teamId: _team, memberId: _member, ...calendar } = values;
      const owner = ownerOf(values);
      if (!owner) return;
      await create.mutateAsync({ body: { ...calendar, owner } });
      say(`The calendar ${calendar.name} is there.`);
      onClose();
    },
  });
  const { getInputProps, getValues, setFieldValue, errors } = form.fields;
  const { kind } = getValues();
  return (
    <>
      <PageHead
        title="Hours of their own"
        lead="It begins with the workspace's hours. Change what differs."
        actions={<Button onClick={onClose}>All calendars</Button>}
      />
      <Card>
        <form onSubmit={form.onSubmit} noValidate className="stack">
          <FormProblem problem={form.problem} />
          {only ? (
            <TextInput label="For" value={session.member.name} readOnly />
          ) : (
            <div className="stack">
              <SegmentedControl
                aria-label="For a team or a member"
                data={[
                  { value: 'team', label: 'For a team' },
                  { value: 'member', label: 'For a member' },
                ]}
                value={kind}
                onChange={(value) => setFieldValue('kind', value === 'team' ? 'team' : 'member')}
              />
              {kind === 'team' ? (
                <Select
                  label="Team"
                  placeholder={free.length > 0 ? 'Choose a team' : 'Every team has its own already'}
                  data={free.map(({ id, name }) => ({ value: id, label: name }))}
                  searchable
                  required
                  {...getInputProps('teamId')}
                />
              ) : (
                <MemberSelect
                  label="Member"
                  required
                  department={department}
                  suits={(id) => reaches(id) && !taken.has(id)}
                  value={getValues().memberId}
                  onChange={(id) => setFieldValue('memberId', id)}
                  error={errors.memberId}
                />
              )}
            </div>
          )}
          <div className={styles.fields}>
            <CalendarFields form={form.fields} />
          </div>
          <FormActions busy={form.busy} others={<Button onClick={onClose}>Cancel</Button>}>
            Add the calendar
          </FormActions>
        </form>
      </Card>
    </>
  );
}

/** Working hours: the workspace's, and where teams and members have their own. Clocks run by them. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import {
  type Calendar,
  createCalendar,
  deleteCalendar,
  listCalendars,
} from '../../../src/features/calendars/schema.ts';
import { listTeams } from '../../../src/features/teams/schema.ts';
import { useFormat } from '../../format.ts';
import { useAction, useList } from '../../queries.ts';
import { may, useSession } from '../../session.ts';
import { Card } from '../../ui/card.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { EmptyState, LoadingState } from '../../ui/states.tsx';
import { EditCalendar, NewCalendar } from './calendar-editor.tsx';
import { CalendarOwnerName, useCalendarRight } from './calendar-owner.tsx';
import { useRegionNames } from './holidays.tsx';
import { RowActions } from './row-actions.tsx';
import { say } from './say.tsx';
import styles from './settings.module.css';
import { useFilters } from './use-filters.ts';
import { useSlices } from './use-slices.ts';

export function CalendarsPage() {
  const { member } = useSession();
  const format = useFormat();
  const [{ calendar: openId }, setFilters] = useFilters(['calendar']);
  const list = useList(listCalendars, {});
  const mayCreate = may(member.role, createCalendar);
  const back = () => setFilters({ calendar: null });
  const usual = list.rows?.find(({ owner }) => owner.kind === 'workspace');
  const mine = list.rows?.find(({ owner }) => owner.kind === 'member' && owner.memberId === member.id);
  const isForOthers = member.role === 'admin' || member.role === 'head';
  const opened = list.rows?.find(({ id }) => id === openId);
  if (openId === 'new' && mayCreate) {
    return list.rows ? <NewCalendar known={list.rows} onClose={back} /> : <LoadingState lines={8} />;
  }
  if (opened) return <EditCalendar key={opened.id} calendar={opened} onClose={back} />;
  return (
    <>
      <PageHead
        title={usual ? `Open ${format.duration(usual.minutesPerWeek)} a week` : 'Working hours'}
        lead="Promises count business time only. A clock runs by the member's calendar, else the team's, else the workspace's."
        actions={
          mayCreate && (
            <Button variant="filled" onClick={() => setFilters({ calendar: !isForOthers && mine ? mine.id : 'new' })}>
              {isForOthers ? 'Add a calendar' : mine ? 'Change my own hours' : 'Set my own hours'}
            </Button>
          )
        }
      />
      <CalendarTable onOpen={(calendar) => setFilters({ calendar: calendar.id })} />
    </>
  );
}

function CalendarTable({ onOpen }: { onOpen: (calendar: Calendar) => void }) {
  const format = useFormat();
  const regionName = useRegionNames();
  const mayWrite = useCalendarRight();
  const list = useSlices(useList(listCalendars, {}), 30);
  const [deleting, setDeleting] = useState<Calendar | null>(null);
  const remove = useAction(deleteCalendar, { refresh: [listCalendars, listTeams] });
  const columns: Column<Calendar>[] = [
    {
      key: 'name',
      header: 'Calendar',
      main: true,
      cell: ({ name, owner }) => (
        <span className={styles.named}>
          <span>{name}</span>
          <small>
            <CalendarOwnerName owner={owner} />
          </small>
        </span>
      ),
    },
    {
      key: 'open',
      header: 'Open',
      cell: ({ minutesPerWeek }) => <span className={styles.nowrap}>{format.duration(minutesPerWeek)} a week</span>,
    },
    { key: 'zone', header: 'Time zone', cell: ({ zone }) => zone.replaceAll('_', ' ') },
    { key: 'holidays', header: 'Holidays', cell: ({ holidays }) => (holidays ? regionName(holidays) : 'None') },
    {
      key: 'own',
      header: 'Own days',
      align: 'end',
      cell: ({ closed, days }) => format.number(closed.length + Object.keys(days).length),
    },
    {
      key: 'actions',
      header: 'Actions',
      actions: true,
      cell: (calendar) => (
        <RowActions
          of={calendar.name}
          actions={[
            { label: mayWrite(calendar.owner) ? 'Edit' : 'Look at it', onClick: () => onOpen(calendar) },
            ...(mayWrite(calendar.owner) && calendar.owner.kind !== 'workspace'
              ? [{ label: 'Delete', onClick: () => setDeleting(calendar), danger: true }]
              : []),
          ]}
        />
      ),
    },
  ];
  return (
    <Card flush>
      <DataTable
        label="Calendars"
        list={list}
        columns={columns}
        rowKey={({ id }) => id}
        empty={
          <EmptyState title="No calendars">The workspace has no working hours yet, so no clock can run.</EmptyState>
        }
      />
      <ConfirmDialog
        open={deleting !== null}
        onClose={() => setDeleting(null)}
        title={`Delete the calendar ${deleting?.name ?? ''}?`}
        confirm="Delete"
        action={async () => {
          if (!deleting) return;
          await remove.mutateAsync({ params: { calendarId: deleting.id } });
          say(`The calendar ${deleting.name} is deleted.`);
        }}
      >
        {deleting?.owner.kind === 'member'
          ? "The hours of the member's team, else of the workspace, apply again."
          : "The workspace's hours apply again."}{' '}
        What clocks have measured stays.
      </ConfirmDialog>
    </Card>
  );
}

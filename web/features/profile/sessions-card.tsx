import { Button } from '@mantine/core';
import { useState } from 'react';
import { endOtherSessions, endSession, listSessions, type Session } from '../../../src/features/sessions/schema.ts';
import { useAction, useList } from '../../queries.ts';
import { Card } from '../../ui/card.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { notify } from '../../ui/notify.ts';
import { EmptyState } from '../../ui/states.tsx';
import { TimeText } from '../../ui/time-text.tsx';
import { Verdict } from '../../ui/verdict.tsx';

export function SessionsCard() {
  const list = useList(listSessions, {});
  const end = useAction(endSession, { refresh: [listSessions] });
  const endOthers = useAction(endOtherSessions, { refresh: [listSessions] });
  const [leaving, setLeaving] = useState<Session | null>(null);
  const [leavingAll, setLeavingAll] = useState(false);
  const others = (list.rows ?? []).filter(({ current }) => !current);
  const columns: Column<Session>[] = [
    {
      key: 'device',
      header: 'Browser',
      main: true,
      cell: (session) => (
        <span className="row">
          {session.device}
          {session.current && <Verdict is="good">This one</Verdict>}
        </span>
      ),
    },
    { key: 'address', header: 'Address', cell: ({ address }) => address },
    { key: 'seen', header: 'Last seen', cell: ({ lastSeenAt }) => <TimeText at={lastSeenAt} as="ago" /> },
    { key: 'since', header: 'Since', cell: ({ createdAt }) => <TimeText at={createdAt} as="date" /> },
    {
      key: 'end',
      header: 'Actions',
      actions: true,
      cell: (session) =>
        session.current ? null : (
          <Button data-size="small" onClick={() => setLeaving(session)} aria-label={`Sign out ${session.device}`}>
            Sign out
          </Button>
        ),
    },
  ];
  return (
    <Card
      title="Where you are signed in"
      lead="Something you do not know? Sign it out and change your password."
      aside={
        others.length > 0 && (
          <Button data-size="small" onClick={() => setLeavingAll(true)}>
            Sign out everywhere else
          </Button>
        )
      }
      flush
    >
      <DataTable
        label="Browsers in which you are signed in"
        list={list}
        columns={columns}
        rowKey={({ id }) => id}
        empty={<EmptyState title="No browser is signed in" />}
      />
      <ConfirmDialog
        open={leaving !== null}
        onClose={() => setLeaving(null)}
        title={`Sign out ${leaving?.device ?? 'this browser'}?`}
        confirm="Sign out"
        action={async () => {
          if (leaving) await end.mutateAsync({ params: { sessionId: leaving.id } });
          await notify('That browser is signed out.');
        }}
      >
        Whoever sits there must sign in again. Nothing they saved is lost.
      </ConfirmDialog>
      <ConfirmDialog
        open={leavingAll}
        onClose={() => setLeavingAll(false)}
        title="Sign out everywhere else?"
        confirm="Sign out"
        action={async () => {
          const { ended } = await endOthers.mutateAsync({});
          await notify(ended === 1 ? 'One browser is signed out.' : `${ended} browsers are signed out.`);
        }}
      >
        This browser stays signed in.
      </ConfirmDialog>
    </Card>
  );
}

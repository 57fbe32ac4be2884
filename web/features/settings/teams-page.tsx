/** Teams: who leads, who is in with which weight and cap, since when. */
import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { listMembers } from '../../../src/features/members/schema.ts';
import { archiveTeam, createTeam, listTeams, type Team } from '../../../src/features/teams/schema.ts';
import { useAction, useList } from '../../queries.ts';
import { may, useSession } from '../../session.ts';
import { Card } from '../../ui/card.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import { MembershipHistory } from './membership-history.tsx';
import { reachesDepartment } from './reach.ts';
import { say } from './say.tsx';
import styles from './settings.module.css';
import { TeamCard } from './team-card.tsx';
import { CreateTeamDialog, EditTeamDialog } from './team-dialogs.tsx';
import { useFilters } from './use-filters.ts';
import { useSlices } from './use-slices.ts';

type Opened = { what: 'edit' | 'archive' | 'history'; team: Team };

export function TeamsPage() {
  const session = useSession();
  const [{ create, team: only }, setFilters] = useFilters(['create', 'team']);
  const [opened, setOpened] = useState<Opened | null>(null);
  const mayCreate = may(session.member.role, createTeam) && reachesDepartment(session, createTeam, 'both');
  const addButton = mayCreate && (
    <Button variant="filled" onClick={() => setFilters({ create: 'yes' })}>
      Create a team
    </Button>
  );
  const close = () => setOpened(null);
  return (
    <>
      <PageHead
        title="Teams share the work by weight"
        lead="A member with weight 2 gets twice as many leads as one with weight 1, up to the cap of open handoffs."
        actions={addButton}
      />
      <TeamList only={only} onShowAll={() => setFilters({ team: null })} onOpen={setOpened} addButton={addButton} />
      {mayCreate && <CreateTeamDialog open={create === 'yes'} onClose={() => setFilters({ create: null })} />}
      {opened?.what === 'edit' && <EditTeamDialog team={opened.team} onClose={close} />}
      {opened?.what === 'history' && <MembershipHistory team={opened.team} onClose={close} />}
      {opened?.what === 'archive' && <ArchiveDialog team={opened.team} onClose={close} />}
    </>
  );
}

function TeamList(props: {
  only: string | undefined;
  onShowAll: () => void;
  onOpen: (opened: Opened) => void;
  addButton: ReactNode;
}) {
  const list = useList(listTeams, {});
  const shown = useSlices({ ...list, rows: list.rows?.filter(({ id }) => !props.only || id === props.only) }, 20);
  if (!shown.rows) {
    return (
      <Card>
        {shown.error ? (
          <ErrorState error={shown.error} what="The teams could not be loaded." retry={shown.reload} />
        ) : (
          <LoadingState lines={6} label="Loading the teams" />
        )}
      </Card>
    );
  }
  return (
    <div className="stack">
      {props.only && (
        <div className="row">
          <p className="sub">{shown.rows.length > 0 ? 'One team is shown.' : 'This team is archived or gone.'}</p>
          <Button data-size="small" onClick={props.onShowAll}>
            Show all teams
          </Button>
        </div>
      )}
      {shown.rows.map((team) => (
        <TeamCard key={team.id} team={team} onOpen={(what) => props.onOpen({ what, team })} />
      ))}
      {!props.only && shown.rows.length === 0 && (
        <Card>
          <EmptyState title="No teams yet" action={props.addButton}>
            A team shares leads among its members and may have its own working hours.
          </EmptyState>
        </Card>
      )}
      {shown.more && (
        <div className={styles.center}>
          <Button onClick={shown.more.load}>Show more teams</Button>
        </div>
      )}
    </div>
  );
}

function ArchiveDialog({ team, onClose }: { team: Team; onClose: () => void }) {
  const archive = useAction(archiveTeam, { refresh: [listTeams, listMembers] });
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={`Archive the team ${team.name}?`}
      confirm="Archive"
      action={async () => {
        await archive.mutateAsync({ params: { teamId: team.id } });
        say(`The team ${team.name} is archived.`);
      }}
    >
      {team.members.length === 0
        ? 'It leaves all lists and cannot be brought back.'
        : `${team.members.length === 1 ? 'Its member leaves' : `Its ${team.members.length} members leave`} it now. It leaves all lists and cannot be brought back.`}{' '}
      Its record and who was in it when stay for history.
    </ConfirmDialog>
  );
}

/** Nothing is open: says what will be here, and what is between here and the first lead. */
import { useQuery } from '@tanstack/react-query';
import { getInForce } from '../../../src/features/agreements/schema.ts';
import { listTeams } from '../../../src/features/teams/schema.ts';
import { queryOf } from '../../queries.ts';
import { useSession } from '../../session.ts';
import { LinkButton } from '../../ui/link-button.tsx';
import { EmptyState, LoadingState } from '../../ui/states.tsx';

export function NoLeads() {
  const { member } = useSession();
  const teams = useQuery(queryOf(listTeams, {}));
  const agreement = useQuery(queryOf(getInForce, { query: {} }));
  if (teams.isPending || agreement.isPending) return <LoadingState lines={4} label="Loading the Inbox" />;
  const sales = (teams.data?.data ?? []).filter(({ department }) => department !== 'marketing');
  const isInTeam = sales.some(({ members }) => members.some(({ memberId }) => memberId === member.id));
  const worksLeads = member.department !== 'marketing' && (member.role === 'member' || member.role === 'lead');
  if (agreement.data?.data === null) {
    return (
      <EmptyState
        title="No agreement is in force yet"
        action={<LinkButton to="/scoreboard">See what is missing</LinkButton>}
      >
        What a lead is, who gets it and by when, is what Marketing and Sales agree on. From the instant that both have
        signed, leads come in here by themselves.
      </EmptyState>
    );
  }
  if (teams.data && worksLeads && !isInTeam) {
    return (
      <EmptyState title="No lead comes to you yet" action={<LinkButton to="/settings/teams">See the teams</LinkButton>}>
        Leads are handed to the people in a team of Sales, and you are in none. Ask your head of Sales to take you into
        one.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={worksLeads ? 'Nothing waits for you' : 'No lead is open'}
      action={
        <div className="row">
          <LinkButton to="/scoreboard">Go to the Scoreboard</LinkButton>
          <LinkButton to="/inbox" search={{ show: 'rejected' }}>
            See those that were rejected
          </LinkButton>
        </div>
      }
    >
      A lead slides in here as soon as it qualifies by the agreement, with the time there is to answer, the reasons and
      a brief. You need not reload.
    </EmptyState>
  );
}

/** Whose a calendar is, in words, and who may change it. */
import { type CalendarOwner, createCalendar } from '../../../src/features/calendars/schema.ts';
import { listTeams } from '../../../src/features/teams/schema.ts';
import { useList } from '../../queries.ts';
import { useSession } from '../../session.ts';
import { MemberName } from './member-select.tsx';
import { reachesDepartment, reachOf, useMemberReach } from './reach.ts';

export function CalendarOwnerName({ owner }: { owner: CalendarOwner }) {
  const { rows: teams = [] } = useList(listTeams, {});
  if (owner.kind === 'workspace') return 'For everybody without hours of their own';
  if (owner.kind === 'team') return `Team ${teams.find(({ id }) => id === owner.teamId)?.name ?? 'that is archived'}`;
  return <MemberName id={owner.memberId} />;
}

export function useCalendarRight(): (owner: CalendarOwner) => boolean {
  const session = useSession();
  const { rows: teams = [] } = useList(listTeams, {});
  const { reaches } = useMemberReach(createCalendar);
  return (owner) => {
    if (owner.kind === 'workspace') return reachOf(session, createCalendar) === 'all';
    if (owner.kind === 'member') return reaches(owner.memberId);
    const team = teams.find(({ id }) => id === owner.teamId);
    return reachesDepartment(session, createCalendar, team?.department ?? 'both') && team !== undefined;
  };
}

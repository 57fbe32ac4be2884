/** One team: lead, members with weight and cap changed in place, and somebody added at its foot. */
import { Link } from '@tanstack/react-router';
import { editTeam, type Membership, type Team } from '../../../src/features/teams/schema.ts';
import { useFormat } from '../../format.ts';
import { useSession } from '../../session.ts';
import { Card } from '../../ui/card.tsx';
import { DepartmentTag } from '../../ui/tag.tsx';
import { TimeText } from '../../ui/time-text.tsx';
import { AddMembership, MembershipRow } from './membership-row.tsx';
import { reachesDepartment } from './reach.ts';
import { RowActions } from './row-actions.tsx';
import styles from './team.module.css';

export function TeamCard({ team, onOpen }: { team: Team; onOpen: (what: 'edit' | 'archive' | 'history') => void }) {
  const session = useSession();
  const format = useFormat();
  const mayChange = reachesDepartment(session, editTeam, team.department);
  const total = team.members.reduce((sum, { weight }) => sum + weight, 0);
  const share = ({ weight }: Membership) => (total === 0 ? 'none' : format.percent(weight / total));
  return (
    <Card
      title={team.name}
      lead={
        <span className="row">
          <DepartmentTag department={team.department} />
          <span>{team.lead ? `led by ${team.lead.name}` : 'without a lead'}</span>
          {team.calendarId && (
            <Link to="/settings/calendars" className="link">
              own working hours
            </Link>
          )}
        </span>
      }
      aside={
        <RowActions
          of={team.name}
          actions={[
            { label: 'History', onClick: () => onOpen('history') },
            ...(mayChange
              ? [
                  { label: 'Edit', onClick: () => onOpen('edit') },
                  { label: 'Archive', onClick: () => onOpen('archive'), danger: true },
                ]
              : []),
          ]}
        />
      }
    >
      {team.members.length === 0 ? (
        <p className="sub">
          {mayChange ? 'Nobody is in this team yet. Add the first member here.' : 'Nobody is in this team yet.'}
        </p>
      ) : (
        <table className={styles.members}>
          <thead>
            <tr>
              <th scope="col">Member</th>
              <th scope="col">Weight</th>
              <th scope="col">Share</th>
              <th scope="col">Cap</th>
              {mayChange && (
                <th scope="col">
                  <span className={styles.spoken}>Actions</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {team.members.map((membership) =>
              mayChange ? (
                <MembershipRow
                  key={membership.memberId}
                  team={team}
                  membership={membership}
                  share={share(membership)}
                />
              ) : (
                <tr key={membership.memberId}>
                  <th scope="row">
                    {membership.name}
                    <small>
                      since <TimeText at={membership.from} as="date" />
                    </small>
                  </th>
                  <td data-name="Weight">{format.number(membership.weight)}</td>
                  <td data-name="Share">{share(membership)}</td>
                  <td data-name="Cap">{membership.cap === null ? 'No limit' : format.number(membership.cap)}</td>
                </tr>
              ),
            )}
          </tbody>
        </table>
      )}
      {mayChange && <AddMembership team={team} />}
    </Card>
  );
}

import type { ReactNode } from 'react';
import type { Calendar } from '../../../src/features/calendars/schema.ts';
import { inviteMember } from '../../../src/features/invitations/schema.ts';
import { createTeam } from '../../../src/features/teams/schema.ts';
import { useFormat } from '../../format.ts';
import { may, useSession } from '../../session.ts';
import type { SettingsSearch } from '../../settings-search.ts';
import { regionName } from '../../ui/choices.ts';
import { departmentClass, departmentName } from '../../ui/department.ts';
import { LinkButton } from '../../ui/link-button.tsx';
import { Verdict } from '../../ui/verdict.tsx';
import { isDone, type SideState } from './readiness.ts';
import styles from './scoreboard.module.css';

/** One thing on the way: what, how far, and the one action for those who may take it. */
function StepRow({
  title,
  detail,
  verdict,
  action,
}: {
  title: string;
  detail: ReactNode;
  verdict: ReactNode;
  action?: ReactNode;
}) {
  return (
    <li className={styles.step}>
      <div className={styles.text}>
        <p className={styles.title}>
          <b>{title}</b>
          {verdict}
        </p>
        <p className="cap">{detail}</p>
      </div>
      {action}
    </li>
  );
}

const Done = () => <Verdict is="good">Done</Verdict>;
const Open = () => <Verdict is="unknown">Open</Verdict>;

export function SideSteps({ side, nameOf }: { side: SideState; nameOf: (id: string) => string }) {
  const { member } = useSession();
  const name = departmentName[side.department];
  const canInvite = may(member.role, inviteMember);
  // A head makes teams in the department that they act for, an admin in both.
  const canMakeTeams =
    may(member.role, createTeam) && (member.role === 'admin' || member.actsFor.includes(side.department));
  const people = side.teams.reduce((sum, { size }) => sum + size, 0);
  return (
    <ul className={departmentClass[side.department]}>
      {side.head.is === 'joined' && (
        <StepRow
          title={`Head of ${name}`}
          verdict={<Done />}
          detail={`${nameOf(side.head.headId)} signs for ${name}`}
        />
      )}
      {side.head.is === 'invited' && (
        <StepRow
          title={`Head of ${name}`}
          verdict={<Verdict is="warn">Invited</Verdict>}
          detail={`${side.head.email} has not joined yet`}
          action={<GoTo to="/settings/members" label="See the invitation" short="See" />}
        />
      )}
      {side.head.is === 'missing' && (
        <StepRow
          title={`Head of ${name}`}
          verdict={<Open />}
          detail={canInvite ? 'An agreement needs two signatures' : 'An admin invites them'}
          action={
            canInvite && (
              <GoTo
                to="/settings/members"
                search={{ invite: 'yes' }}
                label={`Invite the head of ${name}`}
                short="Invite"
              />
            )
          }
        />
      )}
      <StepRow
        title={`A team in ${name}`}
        verdict={isDone('team', side) ? <Done /> : <Open />}
        detail={
          side.teams.length > 0
            ? side.teams.map((team) => team.name).join(', ')
            : 'Leads and load are shared within teams'
        }
        action={
          !isDone('team', side) &&
          canMakeTeams && (
            <GoTo to="/settings/teams" search={{ create: 'yes' }} label={`Create a team in ${name}`} short="Create" />
          )
        }
      />
      <StepRow
        title="People in it"
        verdict={isDone('people', side) ? <Done /> : <Open />}
        detail={people > 0 ? `${people} ${people === 1 ? 'person' : 'people'}` : 'Nobody is in a team yet'}
        action={
          isDone('team', side) &&
          !isDone('people', side) &&
          canMakeTeams && <GoTo to="/settings/teams" label={`Choose people for a team of ${name}`} short="Choose" />
        }
      />
    </ul>
  );
}

export function SharedSteps({ calendars, ready }: { calendars: readonly Calendar[]; ready: boolean }) {
  const format = useFormat();
  const { workspace } = useSession();
  const calendar = calendars.find(({ owner }) => owner.kind === 'workspace');
  return (
    <ul className="both">
      <StepRow
        title={`Workspace ${workspace.name}`}
        verdict={<Done />}
        detail={`${workspace.currency}, ${workspace.zone}`}
      />
      <StepRow
        title="Working hours"
        verdict={calendar ? <Done /> : <Open />}
        detail={
          calendar
            ? `${format.duration(calendar.minutesPerWeek)} a week, ${calendar.holidays ? `holidays of ${regionName(calendar.holidays, 'en')}` : 'no public holidays'}`
            : 'Promises are measured in business time'
        }
        action={<GoTo to="/settings/calendars" label="Open the calendars" short="Open" />}
      />
      <StepRow
        title="The agreement"
        verdict={<Verdict is="unknown">Comes next</Verdict>}
        detail={
          ready
            ? 'It is written by one side, and in force once both have signed the same text'
            : 'It is written by one side and signed by both; the steps above are what it needs'
        }
        action={<GoTo to="/agreement" label="Open the agreement" short="Open" />}
      />
    </ul>
  );
}

type StepPath = '/settings/members' | '/settings/teams' | '/settings/calendars' | '/agreement';

function GoTo(props: { to: StepPath; search?: SettingsSearch; label: string; short: string }) {
  return (
    <LinkButton to={props.to} search={props.search ?? {}} aria-label={props.label} data-size="small">
      {props.short}
    </LinkButton>
  );
}

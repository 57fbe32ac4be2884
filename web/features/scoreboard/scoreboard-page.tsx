/** The home: how the promises of the agreement in force are kept, and before there is one what it needs. */
import { useQuery } from '@tanstack/react-query';
import { departments } from '../../../src/core/access.ts';
import { getInForce } from '../../../src/features/agreements/schema.ts';
import { listCalendars } from '../../../src/features/calendars/schema.ts';
import { listInvitations } from '../../../src/features/invitations/schema.ts';
import { listMembers } from '../../../src/features/members/schema.ts';
import { listTeams } from '../../../src/features/teams/schema.ts';
import { listDepartments } from '../../../src/features/workspaces/schema.ts';
import { queryOf } from '../../queries.ts';
import { may, useSession } from '../../session.ts';
import { Card } from '../../ui/card.tsx';
import { Half } from '../../ui/half.tsx';
import { Handshake } from '../../ui/handshake.tsx';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import { Board } from './board.tsx';
import { doneOf, sideOf, sideSteps } from './readiness.ts';
import styles from './scoreboard.module.css';
import { SharedSteps, SideSteps } from './steps.tsx';

export function ScoreboardPage() {
  const inForce = useQuery(queryOf(getInForce, { query: {} }));
  if (inForce.error && !inForce.data) {
    const retry = () => void inForce.refetch();
    return <ErrorState error={inForce.error} what="The Scoreboard could not be loaded." retry={retry} />;
  }
  if (!inForce.data) return <LoadingState lines={8} label="Loading the Scoreboard" />;
  return inForce.data.data === null ? <Readiness /> : <Board />;
}

/** How far both are on the way to an agreement: until it is in force there is no number to show. */
function Readiness() {
  const { member } = useSession();
  const posts = useQuery(queryOf(listDepartments, {}));
  const teams = useQuery(queryOf(listTeams, {}));
  const calendars = useQuery(queryOf(listCalendars, {}));
  const members = useQuery(queryOf(listMembers, { query: { active: 'true', limit: 200 } }));
  const invitations = useQuery({ ...queryOf(listInvitations, {}), enabled: may(member.role, listInvitations) });
  const reads = [posts, teams, calendars, members, ...(invitations.isEnabled ? [invitations] : [])];
  const failed = reads.find(({ error }) => error !== null);
  if (failed) {
    return (
      <ErrorState
        error={failed.error}
        what="The Scoreboard could not be loaded."
        retry={() => void Promise.all(reads.filter(({ error }) => error !== null).map((read) => read.refetch()))}
      />
    );
  }
  if (!(posts.data && teams.data && calendars.data && members.data) || reads.some(({ isPending }) => isPending)) {
    return <LoadingState lines={8} label="Loading the Scoreboard" />;
  }

  const evidence = { posts: posts.data.data, invitations: invitations.data?.data ?? [], teams: teams.data.data };
  const [marketing, sales] = departments.map((department) => sideOf(department, evidence));
  if (!(marketing && sales)) return null;
  const done = doneOf(marketing) + doneOf(sales);
  const total = 2 * sideSteps.length;
  const nameOf = (id: string) => members.data.data.find((one) => one.id === id)?.name ?? 'A member';
  return (
    <>
      <section className={styles.hero}>
        <h2>{done === total ? 'Both sides are ready to agree.' : 'Two sides, no promise yet.'}</h2>
        <p className="sub">{sayNext(done, total)}</p>
        <p className={styles.sides}>
          <span className="mkt">
            <b>Marketing</b>{' '}
            <span className="cap">
              {doneOf(marketing)} of {sideSteps.length}
            </span>
          </span>
          <span className="sales">
            <span className="cap">
              {doneOf(sales)} of {sideSteps.length}
            </span>{' '}
            <b>Sales</b>
          </span>
        </p>
        <Handshake
          marketing={doneOf(marketing) / sideSteps.length}
          sales={doneOf(sales) / sideSteps.length}
          label={`Marketing has done ${doneOf(marketing)} of ${sideSteps.length} steps, Sales ${doneOf(sales)} of ${sideSteps.length}`}
        />
      </section>
      <div className="stack">
        <Card flush>
          <div className={styles.facing}>
            <h3 className="mkt">
              <Half department="marketing" />
              Marketing
            </h3>
            <h3 className="sales">
              Sales
              <Half department="sales" />
            </h3>
          </div>
          <div className={styles.pair}>
            <SideSteps side={marketing} nameOf={nameOf} />
            <SideSteps side={sales} nameOf={nameOf} />
          </div>
        </Card>
        <Card title="What both share" flush>
          <SharedSteps calendars={calendars.data.data} ready={done === total} />
        </Card>
      </div>
    </>
  );
}

function sayNext(done: number, total: number): string {
  if (done < total) {
    return `Nothing is measured until both have signed. ${done} of ${total} steps on the way there are done.`;
  }
  return 'What is missing is the agreement itself. Once it is in force, the promises of both sides are measured here.';
}

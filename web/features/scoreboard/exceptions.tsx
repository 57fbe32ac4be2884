/** What needs somebody today, the most urgent first, each with the place where it is done. */
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type Exception, type ExceptionReport, reportExceptions } from '../../../src/features/scoreboard/schema.ts';
import { useFormat } from '../../format.ts';
import { queryOf } from '../../queries.ts';
import { useSession } from '../../session.ts';
import { Card } from '../../ui/card.tsx';
import { Face, Half } from '../../ui/half.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import { TimeText } from '../../ui/time-text.tsx';
import styles from './board.module.css';

type Group = ExceptionReport['groups'][number];

const tasks: Record<Group['kind'], string> = {
  unworked: 'Get in touch with',
  overdue: 'Catch up on',
  arbitration: 'Decide on the rejection of',
  answer: 'Answer the rejection of',
  queue: 'Find somebody for',
};

export function Exceptions() {
  const { data, error, refetch } = useQuery(queryOf(reportExceptions, {}));
  const format = useFormat();
  const count = data ? data.groups.reduce((sum, group) => sum + group.count, 0) : 0;
  const isQuiet = data && count === 0 && data.review === null && data.unacknowledged.count === 0;
  return (
    <Card
      title="Someone is needed today"
      aside={count > 0 && <span className="cap">{format.number(count)}</span>}
      flush
    >
      {error && <ErrorState error={error} what="What is needed could not be loaded." retry={() => void refetch()} />}
      {!error && !data && <LoadingState lines={5} label="Loading what is needed today" />}
      {isQuiet && (
        <EmptyState title="Nobody is waited for">
          Late promises, leads without anybody, contested rejections and answers that are due stand here, with whom they
          wait for.
        </EmptyState>
      )}
      {data && !isQuiet && (
        <ul className={styles.needs}>
          {data.groups.map((group) => (
            <Rows key={group.kind} group={group} />
          ))}
          {data.review && (
            <Need
              task={data.review.state === 'overdue' ? 'Review the agreement: the day is past' : 'Review the agreement'}
              detail={`Agreed for ${format.day(data.review.day)}`}
              mark={<Half department="both" />}
              action={
                <LinkButton to="/agreement" variant="default" data-size="small">
                  Open
                </LinkButton>
              }
            />
          )}
          {data.unacknowledged.count > 0 && (
            <Need
              task={`${format.number(data.unacknowledged.count)} ${data.unacknowledged.count === 1 ? 'member has' : 'members have'} not confirmed the agreement`}
              detail={`${data.unacknowledged.data.map(({ name }) => name).join(', ')}${data.unacknowledged.count > data.unacknowledged.data.length ? ' and others' : ''}. No lead goes to who has not read it.`}
              mark={<Half department="both" />}
              action={
                <LinkButton to="/agreement" variant="default" data-size="small">
                  Open
                </LinkButton>
              }
            />
          )}
        </ul>
      )}
    </Card>
  );
}

function Rows({ group: { kind, count, value, data } }: { group: Group }) {
  const format = useFormat();
  const { workspace } = useSession();
  return (
    <>
      {data.map((row) => (
        <Need
          key={row.id}
          task={`${tasks[kind]} ${row.contact.name || 'somebody without a name'}`}
          detail={<Detail row={row} />}
          mark={
            row.member ? (
              <Face name={row.member.name} department={row.department} />
            ) : (
              <Half department={row.department} />
            )
          }
          action={<Open kind={kind} row={row} />}
        />
      ))}
      {count > data.length && (
        <li className={styles.rest}>
          {format.number(count - data.length)} more
          {value > 0 && `, ${format.roughMoney({ minor: value, currency: workspace.currency })} expected in all`}
        </li>
      )}
    </>
  );
}

function Detail({ row: { member, account, dueAt, since, value } }: { row: Exception }) {
  const format = useFormat();
  const { workspace } = useSession();
  return (
    <>
      {[member?.name, account].filter(Boolean).map((word) => `${word} · `)}
      {dueAt ? 'due ' : 'waits since '}
      <TimeText at={dueAt ?? since} as="ago" />
      {value !== null && ` · ${format.roughMoney({ minor: value, currency: workspace.currency })} expected`}
    </>
  );
}

function Open({ kind, row: { handoffId, rejectionId, contact } }: { kind: Group['kind']; row: Exception }) {
  const look = { variant: 'default', 'data-size': 'small' } as const;
  const label = `${tasks[kind]} ${contact.name}`;
  if (rejectionId && (kind === 'answer' || kind === 'arbitration')) {
    return (
      <LinkButton to="/answers" search={{ rejection: rejectionId }} {...look} aria-label={label}>
        {kind === 'answer' ? 'Answer' : 'Decide'}
      </LinkButton>
    );
  }
  if (kind === 'queue') {
    return (
      <LinkButton to="/inbox" search={{ show: 'waiting' }} {...look} aria-label={label}>
        Find
      </LinkButton>
    );
  }
  if (handoffId)
    return (
      <LinkButton to="/inbox" search={{ handoff: handoffId }} {...look} aria-label={label}>
        Open
      </LinkButton>
    );
  return (
    <LinkButton to="/people/$contactId" params={{ contactId: contact.id }} {...look} aria-label={label}>
      Open
    </LinkButton>
  );
}

function Need(props: { task: string; detail: ReactNode; mark: ReactNode; action: ReactNode }) {
  return (
    <li className={styles.need}>
      {props.mark}
      <div className={styles.text}>
        <b>{props.task}</b>
        <p className="cap">{props.detail}</p>
      </div>
      {props.action}
    </li>
  );
}

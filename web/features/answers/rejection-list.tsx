import { Button, Select } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { Rejection } from '../../../src/features/feedback/schema.ts';
import type { ListState } from '../../queries.ts';
import type { StreamState } from '../../stream.ts';
import { Ring } from '../../ui/ring.tsx';
import inbox from '../inbox/inbox.module.css';
import { promiseWords } from '../inbox/promise-words.ts';
import { TimeLeft } from '../inbox/time-left.tsx';
import { type groupRejections, statusVerdict } from './answer-words.ts';
import styles from './answers.module.css';
import { owedClock } from './owed-clock.ts';

const shows = [
  { value: 'waiting', label: 'Waiting' },
  { value: 'mine', label: 'Mine' },
  { value: 'all', label: 'All' },
  { value: 'deadlock', label: 'Heads did not agree' },
];
const groupings = [
  { value: 'reason', label: 'By reason' },
  { value: 'campaign', label: 'By campaign' },
  { value: 'persona', label: 'By persona' },
];

export function RejectionList(props: {
  list: ListState<Rejection> & { rows: Rejection[] };
  groups: ReturnType<typeof groupRejections<Rejection>>;
  stream: StreamState;
  narrow: boolean;
}) {
  const { rows, error, more, reload } = props.list;
  const { rejection: openId, show } = useSearch({ from: '/signed-in/answers' });
  const count = `${rows.length}${more ? '+' : ''}`;
  return (
    <section className={inbox.queue} aria-labelledby="answers-title">
      <Filters />
      <header className={inbox.queueHead}>
        <h2 id="answers-title">
          {shows.find(({ value }) => value === (show ?? 'waiting'))?.label}, {count}
        </h2>
        {openId && !props.narrow && (
          <Link to="/answers" search={(before) => ({ ...before, rejection: undefined })} className={styles.weekLink}>
            This week
          </Link>
        )}
      </header>
      {props.stream === 'down' && !error && (
        <p className={inbox.quiet} role="status">
          News do not come by themselves right now: the list is read again every few seconds.
        </p>
      )}
      {error && (
        <p className={inbox.stale} role="status">
          This list may be old: {error.message}{' '}
          <button type="button" className="link" onClick={reload}>
            Try again
          </button>
        </p>
      )}
      {props.groups.map((group) => (
        <section key={group.key} className={styles.group} aria-label={group.name}>
          <h3>
            {group.name}
            <span>{group.rows.length}</span>
          </h3>
          <ul>
            {group.rows.map((row) => (
              <Row key={row.id} rejection={row} replace={!props.narrow} />
            ))}
          </ul>
        </section>
      ))}
      {rows.length === 0 && (
        <p className={inbox.done}>
          {show === undefined || show === 'mine'
            ? 'Nothing waits for an answer or a ruling.'
            : show === 'deadlock'
              ? 'The heads have agreed each time.'
              : 'Sales has rejected nothing yet.'}
        </p>
      )}
      {more && (
        <div className={inbox.more}>
          <span className="cap">The latest {rows.length} are shown.</span>
          <Button onClick={more.load} loading={more.busy} data-size="small">
            Show more
          </Button>
        </div>
      )}
    </section>
  );
}

function Filters() {
  const { by, show } = useSearch({ from: '/signed-in/answers' });
  const navigate = useNavigate();
  return (
    <div className={inbox.filters}>
      <Select
        aria-label="Which rejections"
        allowDeselect={false}
        data={shows}
        value={show ?? 'waiting'}
        onChange={(value) =>
          void navigate({
            to: '/answers',
            search: { by, show: value === 'mine' || value === 'all' || value === 'deadlock' ? value : undefined },
          })
        }
      />
      <Select
        aria-label="Grouped"
        allowDeselect={false}
        data={groupings}
        value={by ?? 'reason'}
        onChange={(value) =>
          void navigate({
            to: '/answers',
            search: (before) => ({ ...before, by: value === 'campaign' || value === 'persona' ? value : undefined }),
            replace: true,
          })
        }
      />
    </div>
  );
}

function Row({ rejection, replace }: { rejection: Rejection; replace: boolean }) {
  const { by } = useSearch({ from: '/signed-in/answers' });
  const { id, contact, account, member, reason, campaign, note, status } = rejection;
  const clock = owedClock(rejection);
  const words = clock && promiseWords[clock.kind];
  const about = [member.name, account?.name, by ? reason.name : campaign].filter(Boolean);
  return (
    <li className={inbox.item}>
      <Link
        id={`row-${id}`}
        to="/answers"
        search={(before) => ({ ...before, rejection: id })}
        replace={replace}
        className={inbox.row}
      >
        <span className={inbox.ring}>{clock && words && <Ring clock={clock} department={words.department} />}</span>
        <span className={inbox.who}>{contact.name}</span>
        <span className={inbox.left}>{clock && <TimeLeft clock={clock} />}</span>
        <span className={inbox.about}>{about.join(' · ')}</span>
        <span className={inbox.worth}>{words && status !== 'answered' ? words.verb : statusVerdict[status].word}</span>
        {note && <span className={`${inbox.reason} ${styles.note}`}>“{note}”</span>}
      </Link>
    </li>
  );
}

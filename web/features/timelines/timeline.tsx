/** What happened between us and a person or a company: Marketing left of the spine, Sales right, a handoff across it. */
import { Button, Select } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { TimelineEntry } from '../../../src/features/contacts/schema.ts';
import { now } from '../../clock.ts';
import { useFormat } from '../../format.ts';
import type { ListState } from '../../queries.ts';
import { departmentClass, departmentName } from '../../ui/department.ts';
import { Half } from '../../ui/half.tsx';
import { Mark } from '../../ui/mark.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import { Tag } from '../../ui/tag.tsx';
import { type Show, shows } from './kinds.ts';
import { layTimeline, type PlacedEntry } from './lay-timeline.ts';
import styles from './timeline.module.css';
import { WorkBody, WorkMenu } from './work-entry.tsx';

/** `named`: of several people, so each entry says whose it is. */
export function Timeline({
  list,
  named = false,
  show,
  onShow,
}: {
  list: ListState<TimelineEntry>;
  named?: boolean;
  show: Show;
  onShow: (show: Show) => void;
}) {
  return (
    <section className={styles.card} aria-label="Timeline">
      <header className={styles.poles}>
        <h3 className="mkt">
          <Half department="marketing" /> Marketing
        </h3>
        <Select
          className={styles.filter ?? ''}
          aria-label="What the timeline shows"
          data={shows}
          value={show}
          allowDeselect={false}
          onChange={(value) => onShow(shows.find((one) => one.value === value)?.value ?? 'all')}
        />
        <h3 className="sales">
          Sales <Half department="sales" />
        </h3>
      </header>
      <Entries list={list} named={named} isAll={show === 'all'} />
    </section>
  );
}

function Entries({
  list: { rows, error, reload, more },
  named,
  isAll,
}: {
  list: ListState<TimelineEntry>;
  named: boolean;
  isAll: boolean;
}) {
  const format = useFormat();
  if (!rows) {
    return error ? (
      <ErrorState error={error} what="The timeline could not be loaded." retry={reload} />
    ) : (
      <LoadingState lines={8} label="Loading the timeline" />
    );
  }
  if (rows.length === 0) {
    return (
      <EmptyState title={isAll ? 'Nothing has happened yet' : 'Nothing of this kind'}>
        {isAll
          ? 'Visits, forms, e-mails, calls, notes, handoffs and moves between stages stand here as soon as they come.'
          : 'Show everything to see what else there is.'}
      </EmptyState>
    );
  }
  return (
    <>
      <ol className={styles.days}>
        {layTimeline(rows, format.dayOf).map(({ day, entries }) => (
          <li key={day}>
            <p className={styles.day}>
              <Tag>{format.dayName(entries[0]?.entry.at ?? day, now())}</Tag>
            </p>
            <ol>
              {entries.map((placed) => (
                <Entry key={placed.entry.id} placed={placed} named={named} />
              ))}
            </ol>
          </li>
        ))}
      </ol>
      {error && <ErrorState error={error} what="The rest could not be loaded." retry={reload} />}
      {more && (
        <div className={styles.more}>
          <Button data-size="small" onClick={more.load} loading={more.busy}>
            Show what was before
          </Button>
        </div>
      )}
    </>
  );
}

function Entry({ placed: { entry, place, note }, named }: { placed: PlacedEntry; named: boolean }) {
  const format = useFormat();
  const { department } = entry;
  const time = (
    <time dateTime={entry.at} title={format.exact(entry.at)}>
      {format.time(entry.at)}
    </time>
  );
  const who = named && entry.contact && (
    <Link to="/people/$contactId" params={{ contactId: entry.contact.id }} className={styles.whose}>
      <bdi>{entry.contact.name}</bdi>
    </Link>
  );
  if (place === 'across' || place === 'middle') {
    return (
      <li className={styles.across}>
        <p className={place === 'across' ? styles.pass : styles.shared}>
          {place === 'across' && <Mark />}
          <bdi>{entry.text}</bdi>
        </p>
        <p className={styles.aside}>
          {time}
          {note && <> · {note}</>} {who} {entry.record?.pinned && <Tag>Pinned</Tag>}
        </p>
        {entry.record && (
          <div className={styles.said}>
            <WorkBody entry={entry} />
            <WorkMenu entry={entry} />
          </div>
        )}
      </li>
    );
  }
  return (
    <li className={`${styles.entry} ${styles[place]} ${departmentClass[department]}`} data-kind={entry.kind}>
      <span className={styles.at}>
        {time}
        <span className={styles.letter}>
          <Half department={department} />
        </span>
      </span>
      <div className={styles.touch}>
        <span className={styles.spoken}>{departmentName[department]}: </span>
        <bdi className={entry.record?.withdrawn == null ? styles.text : styles.struck}>{entry.text}</bdi>
        {entry.record?.pinned && <Tag>Pinned</Tag>}
        <WorkMenu entry={entry} />
        {(note || who) && (
          <p>
            {note} {who}
          </p>
        )}
        {entry.record && <WorkBody entry={entry} />}
      </div>
    </li>
  );
}

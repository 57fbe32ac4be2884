/** What was left out or changed of what a source sent: why, how often, and what to do. */
import { listNotices, type Notice } from '../../../src/features/capture/schema.ts';
import type { Source } from '../../../src/features/sources/schema.ts';
import { useFormat } from '../../format.ts';
import { useList } from '../../queries.ts';
import { Card } from '../../ui/card.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { TimeText } from '../../ui/time-text.tsx';
import { Verdict } from '../../ui/verdict.tsx';
import shared from '../settings/settings.module.css';
import { writePlain } from './json-words.ts';
import styles from './sources.module.css';

type Words = { title: string; what: string; is: 'unknown' | 'warn' };

const words: Record<Notice['code'], Words> = {
  robot: { title: 'Robots', what: 'Left out: a program that reads the web visited, and no person.', is: 'unknown' },
  prefetch: {
    title: 'Pages fetched ahead',
    what: 'Left out: a browser loaded a page that nobody looked at.',
    is: 'unknown',
  },
  'privacy-dropped': { title: 'Visitors who asked for privacy', what: 'Left out, as the settings say.', is: 'unknown' },
  'privacy-denied': { title: 'Visits with analytics denied', what: 'Left out, as the settings say.', is: 'unknown' },
  'old-key': {
    title: 'Sent under the key before',
    what: 'Taken. Put the new key there before the old one ends.',
    is: 'warn',
  },
  'no-message-id': {
    title: 'Without an id of the message',
    what: 'Taken. Sent twice, it counts twice: give each a "messageId".',
    is: 'warn',
  },
  'id-refused': {
    title: 'Ids that name nobody',
    what: 'Taken without the id, such as "null" or "undefined": send none instead.',
    is: 'warn',
  },
  'time-unreadable': {
    title: 'Times that cannot be read',
    what: 'Taken with the time of receipt: write times as ISO 8601.',
    is: 'warn',
  },
  'time-in-future': {
    title: 'Times more than a day ahead',
    what: 'Taken with the time of receipt: the clock of the sender is wrong.',
    is: 'warn',
  },
  'browser-shared': {
    title: 'Browsers that several people share',
    what: 'Taken. From there on the browser speaks for the other person; nobody was merged.',
    is: 'unknown',
  },
  'address-of-another': {
    title: 'Addresses of another user',
    what: 'Taken, and the address stays with its first user: look at the duplicates.',
    is: 'warn',
  },
  'former-id-taken': {
    title: 'Former ids of somebody else',
    what: 'Taken without the alias: the former id is known as a person of its own.',
    is: 'warn',
  },
};

export function Notices({ source }: { source: Source }) {
  const format = useFormat();
  const list = useList(listNotices, { params: { sourceId: source.id } });
  return (
    <Card
      flush
      title="What was left out or changed"
      lead="In the last 30 days, counted and not kept. It asks for nothing but a look now and then."
    >
      <DataTable
        label="What was left out or changed"
        list={list}
        rowKey={({ code }) => code}
        columns={columnsFor((value) => format.number(value))}
        empty={
          <EmptyState title="Nothing was left out or changed">
            Robots, pages fetched ahead, clocks that are wrong and ids that name nobody would be counted here.
          </EmptyState>
        }
      />
    </Card>
  );
}

function columnsFor(number: (value: number) => string): Column<Notice>[] {
  return [
    {
      key: 'code',
      header: 'What',
      main: true,
      cell: ({ code }) => (
        <span className={shared.named}>
          <Verdict is={words[code].is}>{words[code].title}</Verdict>
          <small>{words[code].what}</small>
        </span>
      ),
    },
    {
      key: 'example',
      header: 'The newest one',
      cell: ({ example }) =>
        example && (
          <code className={styles.example}>
            <bdi>{writePlain(example)}</bdi>
          </code>
        ),
    },
    { key: 'count', header: 'Messages', align: 'end', cell: ({ count }) => number(count) },
    { key: 'last', header: 'Last', cell: ({ lastAt }) => <TimeText at={lastAt} as="ago" /> },
  ];
}

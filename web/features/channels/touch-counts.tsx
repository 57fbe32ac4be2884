/** What the last 30 days brought, by channel, kind or source: touches, the people whose they are, visitors without a name. */
import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { nameChannel } from '../../../src/core/channels/decide-channel.ts';
import {
  reportTouches,
  type TouchCount,
  type TouchDivision,
  type TouchReport,
} from '../../../src/features/rollups/schema.ts';
import { useFormat } from '../../format.ts';
import { queryOf } from '../../queries.ts';
import { Card } from '../../ui/card.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useFilters } from '../settings/use-filters.ts';
import styles from './channels.module.css';

const divisions = [
  { value: 'channel', label: 'Channel' },
  { value: 'kind', label: 'Kind' },
  { value: 'source', label: 'Source' },
] as const satisfies readonly { value: TouchDivision; label: string }[];
type Shown = (typeof divisions)[number]['value'];

const none: Record<Shown, string> = { channel: 'No channel', kind: 'No kind', source: 'No source' };
const parts: Record<Shown, string> = { channel: 'channels', kind: 'kinds', source: 'sources' };
/** Beyond these a part is hardly more than noise; the report of the API has them all. */
const most = 12;

export function TouchCounts() {
  const format = useFormat();
  const [filters, setFilters] = useFilters(['by']);
  const by = divisions.find(({ value }) => value === filters.by)?.value ?? 'channel';
  const { data, error, refetch } = useQuery(queryOf(reportTouches, { query: { by } }));
  const rows = data?.data.slice(0, most);
  const left = (data?.data.length ?? 0) - (rows?.length ?? 0);
  const number = (value: number) => format.number(value);
  return (
    <Card
      flush
      title="Touches of the last 30 days"
      lead={data ? sayTotal(data, number) : 'What people did, and where they came from.'}
      aside={
        <SegmentedControl
          aria-label="What touches are divided by"
          data={[...divisions]}
          value={by}
          onChange={(value) => setFilters({ by: value === 'channel' ? null : value })}
        />
      }
    >
      <DataTable
        label="Touches of the last 30 days"
        list={{ rows, error, reload: () => void refetch(), more: null }}
        rowKey={({ value }) => value ?? ''}
        columns={columnsFor(by, data?.total.touches ?? 0, number)}
        empty={
          <EmptyState title="No touch in the last 30 days">
            A visit, a form or an e-mail that is opened is counted here as soon as a source sends it.
          </EmptyState>
        }
      />
      {left > 0 && (
        <p className={`cap ${styles.rest}`}>
          The {most} most frequent {parts[by]} are shown; {number(left)} more are in the report of the API.
        </p>
      )}
    </Card>
  );
}

function sayTotal({ total: { touches, people, visitors } }: TouchReport, number: (value: number) => string): string {
  if (touches === 0) return 'Counted by the days of this workspace.';
  const persons = people === 1 ? 'one person' : `${number(people)} people`;
  const others =
    visitors === 0
      ? ''
      : `, and of ${visitors === 1 ? 'one visitor' : `${number(visitors)} visitors`} whom nobody knows yet`;
  return `${touches === 1 ? 'One touch' : `${number(touches)} touches`} of ${persons}${others}. Who came by two ways counts once here, and in both rows.`;
}

function columnsFor(by: Shown, total: number, number: (value: number) => string): Column<TouchCount>[] {
  return [
    {
      key: 'value',
      header: divisions.find(({ value }) => value === by)?.label ?? '',
      main: true,
      cell: ({ value }) => <bdi>{value === null ? none[by] : by === 'source' ? value : nameChannel(value)}</bdi>,
    },
    {
      key: 'touches',
      header: 'Touches',
      align: 'end',
      cell: ({ touches }) => (
        <span className={styles.count}>
          <span className={styles.share} aria-hidden="true">
            <span style={{ inlineSize: `${total > 0 ? (100 * touches) / total : 0}%` }} />
          </span>
          <span className={styles.figure}>{number(touches)}</span>
        </span>
      ),
    },
    { key: 'people', header: 'People', align: 'end', cell: ({ people }) => number(people) },
    { key: 'visitors', header: 'Without a name', align: 'end', cell: ({ visitors }) => number(visitors) },
  ];
}

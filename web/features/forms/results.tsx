/** What came of a form: how many of those who saw it sent it, by day and by page, and what they sent. */
import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { CallOutput } from '../../../src/core/contract.ts';
import { type Form, measureConversion } from '../../../src/features/forms/schema.ts';
import { now } from '../../clock.ts';
import { useFormat } from '../../format.ts';
import { queryOf } from '../../queries.ts';
import { Card } from '../../ui/card.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import { useFilters } from '../settings/use-filters.ts';
import { useSlices } from '../settings/use-slices.ts';
import { ConversionChart } from './conversion-chart.tsx';
import { ConversionText, rateText } from './form-state.tsx';
import { pageName } from './form-words.ts';
import styles from './forms.module.css';
import { SubmissionList } from './submission-list.tsx';

const spans = [
  { value: '7', label: 'The last 7 days' },
  { value: '30', label: 'The last 30 days' },
  { value: '90', label: 'The last 90 days' },
  { value: '365', label: 'The last 365 days' },
];
const day = 86_400_000;

export function Results({ form, isAuthor }: { form: Form; isAuthor: boolean }) {
  const format = useFormat();
  const [filters, setFilters] = useFilters(['days']);
  const days = spans.find(({ value }) => value === filters.days)?.value ?? '30';
  const to = format.dayOf(now().toISOString());
  const from = new Date(Date.parse(to) - (Number(days) - 1) * day).toISOString().slice(0, 10);
  const query = { from, to };
  const { data, error, refetch } = useQuery(queryOf(measureConversion, { params: { formId: form.id }, query }));
  return (
    <>
      <Card
        title="Who saw it and who sent it"
        lead="A view is one page that was opened; robots and pages that are fetched ahead are left out."
        aside={
          <Select
            aria-label="Days"
            data={spans}
            allowDeselect={false}
            value={days}
            onChange={(value) => setFilters({ days: value === '30' ? null : value })}
          />
        }
      >
        {data ? (
          <Figures conversion={data} />
        ) : error ? (
          <ErrorState error={error} what="The counts could not be loaded." retry={() => void refetch()} />
        ) : (
          <LoadingState lines={6} label="Loading the counts" />
        )}
      </Card>
      {data && data.pages.length > 0 && <Pages form={form} pages={data.pages} />}
      {isAuthor ? <SubmissionList form={form} span={query} pages={data?.pages ?? []} /> : <NotYours />}
    </>
  );
}

type Measured = CallOutput<typeof measureConversion>;

function Figures({ conversion }: { conversion: Measured }) {
  const format = useFormat();
  const { total } = conversion;
  if (total.views === 0 && total.submissions === 0 && total.suspected === 0) {
    return <EmptyState title="Nobody has seen it in this time">Its page and tag stand under Share.</EmptyState>;
  }
  const rate = rateText(total, format);
  const figures = [
    { name: 'Conversion', value: rate ?? 'Not enough data', note: rate ? null : `${total.views} of 30 views` },
    { name: 'Views', value: format.number(total.views), note: null },
    { name: 'Sent by who saw it', value: format.number(total.converted), note: null },
    { name: 'Submissions', value: format.number(total.submissions), note: 'with those of forms of your own' },
    { name: 'Suspected', value: format.number(total.suspected), note: 'in no rate' },
  ];
  return (
    <div className="stack">
      <dl className={styles.figures}>
        {figures.map(({ name, value, note }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {value}
              {note && <small>{note}</small>}
            </dd>
          </div>
        ))}
      </dl>
      <ConversionChart conversion={conversion} />
    </div>
  );
}

function Pages({ form, pages }: { form: Form; pages: Measured['pages'] }) {
  const format = useFormat();
  const list = useSlices({ rows: pages, error: null, reload: () => {}, more: null }, 10);
  const columns: Column<Measured['pages'][number]>[] = [
    { key: 'page', header: 'Page', main: true, cell: ({ page }) => <bdi>{pageName(page, form.url)}</bdi> },
    { key: 'views', header: 'Views', align: 'end', cell: ({ views }) => format.number(views) },
    { key: 'rate', header: 'Conversion', cell: (row) => <ConversionText conversion={row} /> },
    { key: 'sent', header: 'Submissions', align: 'end', cell: ({ submissions }) => format.number(submissions) },
  ];
  return (
    <Card
      flush
      title="By the page that it stood on"
      lead="Forms of your own are sent without a view that Baton could count."
    >
      <DataTable label="Pages" list={list} columns={columns} rowKey={({ page }) => page} empty={null} />
    </Card>
  );
}

/** Of people who may not read what was sent. */
function NotYours() {
  return (
    <Card flush>
      <EmptyState title="What people sent is shown to Marketing">
        Answers stand on the page of each person, for whoever works with them.
      </EmptyState>
    </Card>
  );
}

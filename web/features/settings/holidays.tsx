/** Choosing a holiday region, with its holidays of this year and the next. */
import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import { HolidayRegion } from '../../../src/core/calendar/schema.ts';
import { listHolidayRegions, listHolidays } from '../../../src/features/calendars/schema.ts';
import { now } from '../../clock.ts';
import { useFormat } from '../../format.ts';
import { queryOf } from '../../queries.ts';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import styles from './calendar.module.css';

const regionsQuery = { ...queryOf(listHolidayRegions, {}), staleTime: Number.POSITIVE_INFINITY };

export function useRegionNames(): (code: string) => string {
  const { data } = useQuery(regionsQuery);
  const names = useMemo(() => new Map((data?.data ?? []).map(({ code, name }) => [code, name])), [data]);
  return (code) => names.get(code) ?? code;
}

export function HolidaySelect(props: {
  value: string | null;
  onChange: (region: string | null) => void;
  error?: ReactNode;
}) {
  const { data, isPending, error } = useQuery(regionsQuery);
  const known = (data?.data ?? []).map(({ code, name }) => ({ value: code, label: name }));
  const hasValue = props.value === null || known.some(({ value }) => value === props.value);
  return (
    <Select
      label="Public holidays"
      description="Nothing is open on them, unless an own day says otherwise."
      placeholder={isPending ? 'Loading the regions …' : 'None. Type a country or state'}
      data={hasValue || !props.value ? known : [{ value: props.value, label: props.value }, ...known]}
      value={props.value}
      onChange={props.onChange}
      error={props.error ?? (error ? 'The regions could not be loaded. Reload the page to choose one.' : undefined)}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': 'No public holidays' }}
      limit={60}
      nothingFoundMessage="No such country or state"
    />
  );
}

export function HolidayPreview({ region }: { region: string }) {
  const year = now().getFullYear();
  return (
    <details className={styles.holidays}>
      <summary>
        Holidays in {year} and {year + 1}
      </summary>
      <div className={styles.years}>
        <Year region={region} year={year} />
        <Year region={region} year={year + 1} />
      </div>
    </details>
  );
}

function Year({ region, year }: { region: string; year: number }) {
  const { locale } = useFormat();
  const isCode = HolidayRegion.safeParse(region).success;
  const { data, error, refetch } = useQuery({ ...queryOf(listHolidays, { query: { region, year } }), enabled: isCode });
  const write = new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' });
  if (error)
    return (
      <ErrorState error={error} what={`The holidays of ${year} could not be loaded.`} retry={() => void refetch()} />
    );
  if (!data) return <LoadingState lines={5} label={`Loading the holidays of ${year}`} />;
  return (
    <section aria-label={`Holidays in ${year}`}>
      <h4>{year}</h4>
      {data.data.length === 0 && <p className="sub">No public holidays are known.</p>}
      <ul>
        {data.data.map(({ day, name }) => (
          <li key={`${day} ${name}`}>
            <time dateTime={day}>{write.format(new Date(`${day}T00:00:00Z`))}</time>
            <span>{name}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

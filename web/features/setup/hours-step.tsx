import { Select } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useMemo } from 'react';
import { countryChoices } from '../../ui/choices.ts';
import { UsualWeek, WeekHours } from '../../ui/week-hours.tsx';
import { holidayCountries } from './guess-place.ts';
import type { SetupValues } from './setup-values.ts';

export function HoursStep({ fields }: { fields: UseFormReturnType<SetupValues> }) {
  const countries = useMemo(() => countryChoices(holidayCountries, 'en'), []);
  const setHours = (hours: SetupValues['calendar']['hours']) => fields.setFieldValue('calendar.hours', hours);
  return (
    <>
      <UsualWeek onChange={setHours} />
      <WeekHours value={fields.values.calendar.hours} onChange={setHours} locale="en" faults={fields.errors} />
      <Select
        label="Public holidays of"
        description="States and regions, and days of your own, are in Settings, Calendars."
        placeholder="No public holidays"
        data={countries}
        searchable
        clearable
        allowDeselect
        nothingFoundMessage="Nothing like that"
        {...fields.getInputProps('calendar.holidays')}
      />
    </>
  );
}

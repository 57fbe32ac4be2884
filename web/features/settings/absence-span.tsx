/** From when to when somebody is away, in the reader's zone: as days where it is whole days. */
import { addDays } from '../../../src/core/calendar/hours.ts';
import type { Absence } from '../../../src/features/absences/schema.ts';
import { useFormat } from '../../format.ts';
import { TimeText } from '../../ui/time-text.tsx';
import { fromInstant } from './zoned.ts';

export function AbsenceSpan({ absence: { from, to } }: { absence: Pick<Absence, 'from' | 'to'> }) {
  const format = useFormat();
  const start = fromInstant(from, format.zone);
  const end = fromInstant(to, format.zone);
  if (start.time === '00:00' && end.time === '00:00') {
    const last = addDays(end.day, -1);
    return last === start.day ? format.day(start.day) : `${format.day(start.day)} to ${format.day(last)}`;
  }
  return (
    <>
      <TimeText at={from} /> to <TimeText at={to} />
    </>
  );
}

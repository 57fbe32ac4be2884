/** An instant in the reader's zone and language; its title gives weekday, seconds and zone. `as="ago"` writes "3 days ago". */
import { now } from '../clock.ts';
import { useFormat } from '../format.ts';

export function TimeText({ at, as = 'dateTime' }: { at: string; as?: 'date' | 'dateTime' | 'ago' }) {
  const format = useFormat();
  return (
    <time dateTime={at} title={format.exact(at)}>
      {as === 'ago' ? format.ago(at, now()) : format[as](at)}
    </time>
  );
}

/** Who is handed over when a version comes into force: only who does something new, or also who qualifies already, in waves. */
import type { AgreementVersion } from '../../../src/features/agreements/schema.ts';

export function AtOnce({ version: { waveSize } }: { version: AgreementVersion }) {
  return (
    <p>
      {waveSize === null ? (
        <>
          <b>New touches only</b>: nobody is handed over just because the text changes.
        </>
      ) : (
        <>
          Who qualifies already is handed over in waves of{' '}
          <b>{waveSize === 1 ? 'one person' : `${waveSize} people`} per rep and day</b>.
        </>
      )}
    </p>
  );
}

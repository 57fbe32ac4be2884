/** A proposal that came back: what the other side wants changed. */
import type { AgreementVersion } from '../../../src/features/agreements/schema.ts';
import { TimeText } from '../../ui/time-text.tsx';
import styles from './standing.module.css';

export function ReturnedCard({ version }: { version: AgreementVersion }) {
  const { returned } = version;
  return (
    <section className={styles.card} aria-label="Returned">
      <div className={styles.main}>
        <h3>
          <bdi>{returned?.by.name ?? 'The other side'}</bdi> returned this proposal
        </h3>
        {returned && (
          <>
            <blockquote className={styles.quote}>
              <bdi>{returned.message}</bdi>
            </blockquote>
            <p className="cap">
              <TimeText at={returned.at} />. Signatures of it are void; editing the text makes it a draft again.
            </p>
          </>
        )}
      </div>
    </section>
  );
}

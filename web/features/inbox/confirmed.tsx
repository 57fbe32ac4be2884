/** What is known since the lead was confirmed. */
import type { Handoff } from '../../../src/features/handoffs/schema.ts';
import styles from './brief.module.css';
import { confirmWords } from './qualify-sheet.tsx';

export function Confirmed({ handoff: { confirm } }: { handoff: Handoff }) {
  const known = Object.entries(confirm).filter(([, text]) => text);
  if (known.length === 0) return null;
  const words: Readonly<Record<string, { label: string } | undefined>> = confirmWords;
  return (
    <section className={styles.wide}>
      <h3>Confirmed</h3>
      <dl className={styles.pairs}>
        {known.map(([field, text]) => (
          <div key={field}>
            <dt>{words[field]?.label ?? field}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

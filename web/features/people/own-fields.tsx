import styles from './record.module.css';

/** The fields that a workspace keeps beside ours, as pairs of a record's facts. */
export function OwnFields({ fields }: { fields: Readonly<Record<string, unknown>> }) {
  return Object.entries(fields).map(([key, value]) => (
    <div key={key}>
      <dt>
        <bdi>{key}</bdi>
      </dt>
      <dd>
        <bdi className={styles.long} title={wordOf(value)}>
          {wordOf(value)}
        </bdi>
      </dd>
    </div>
  ));
}

function wordOf(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  return typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value);
}

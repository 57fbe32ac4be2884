/** A plain text with line numbers, those with a problem marked. */
import { type Ref, type UIEvent, useRef } from 'react';
import styles from './yaml.module.css';

type Props = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** Lines with a problem, counted from 1. */
  faults: readonly number[];
  rows?: number;
  isReadOnly?: boolean;
  field?: Ref<HTMLTextAreaElement>;
};

export function YamlText({ label, value, onChange, faults, rows, isReadOnly = false, field }: Props) {
  const gutter = useRef<HTMLPreElement>(null);
  const lines = value.split('\n').length;
  const marked = new Set(faults);
  const follow = (event: UIEvent<HTMLTextAreaElement>) => {
    if (gutter.current) gutter.current.scrollTop = event.currentTarget.scrollTop;
  };
  return (
    <div className={styles.yaml} style={rows ? { height: `calc(${rows} * 20px + 24px)` } : undefined}>
      <pre ref={gutter} className={styles.gutter} aria-hidden="true">
        {Array.from({ length: lines }, (_, index) => index + 1).map((line) => (
          <span key={line} data-fault={marked.has(line) || undefined}>
            {line}
          </span>
        ))}
      </pre>
      <textarea
        ref={field}
        aria-label={label}
        value={value}
        readOnly={isReadOnly}
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        wrap="off"
        onScroll={follow}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  );
}

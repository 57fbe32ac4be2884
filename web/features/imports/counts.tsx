/** How many rows became what, or would. */
import type { ReactNode } from 'react';
import type { Import } from '../../../src/features/imports/schema.ts';
import { useFormat } from '../../format.ts';
import { Verdict } from '../../ui/verdict.tsx';
import styles from './imports.module.css';

type Counts = Import['counts'];
type Name = keyof Counts;

const words: readonly [Name, string, string][] = [
  ['created', 'Created', 'new records'],
  ['updated', 'Updated', 'known, with other values'],
  ['unchanged', 'Unchanged', 'known, and the same'],
  ['skipped', 'Skipped', 'left out on purpose'],
  ['faults', 'Refused', 'cannot be taken as they are'],
  ['flagged', 'Worth a look', 'taken, with a word to say'],
];

export function Counts({
  counts,
  label,
  links = {},
}: {
  counts: Counts;
  label: string;
  /** What a count leads to. */
  links?: Partial<Record<Name, ReactNode>>;
}) {
  const format = useFormat();
  return (
    <dl className={styles.counts} aria-label={label}>
      {words.map(([name, word, lead]) => (
        <div key={name} data-zero={counts[name] === 0 || undefined}>
          <dt>
            {counts[name] > 0 && (name === 'faults' || name === 'flagged') ? <Warned name={name} word={word} /> : word}
          </dt>
          <dd>
            <strong className="num">{format.number(counts[name])}</strong>
            <small>{lead}</small>
            {counts[name] > 0 && links[name]}
          </dd>
        </div>
      ))}
    </dl>
  );
}

const Warned = ({ name, word }: { name: Name; word: string }) => (
  <Verdict is={name === 'faults' ? 'bad' : 'warn'}>{word}</Verdict>
);

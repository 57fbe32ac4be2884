/** A verdict: glyph and word. Dot good, triangle warn, diamond bad, hollow dot unknown or not yet. */
import type { ReactNode } from 'react';
import styles from './verdict.module.css';

export function Verdict({ is, children }: { is: 'good' | 'warn' | 'bad' | 'unknown'; children: ReactNode }) {
  return <span className={`${styles.is} ${styles[is]}`}>{children}</span>;
}

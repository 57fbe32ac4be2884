/** The frame of pages before the sign-in: the baton, one sentence, one thing to do. */
import type { ReactNode } from 'react';
import { ThemeSwitch } from '../shell/theme-switch.tsx';
import styles from './front-page.module.css';
import { Mark } from './mark.tsx';

export function FrontPage({
  title,
  lead,
  above,
  wide = false,
  children,
  foot,
}: {
  title: ReactNode;
  lead?: ReactNode;
  /** Stands over the title: the progress of the first run. */
  above?: ReactNode;
  wide?: boolean;
  children?: ReactNode;
  /** A quiet line below the card. */
  foot?: ReactNode;
}) {
  return (
    <div className={styles.page}>
      <header className={styles.bar}>
        <span className={styles.brand}>
          <Mark />
          Baton
        </span>
        <ThemeSwitch />
      </header>
      <main className={`${styles.main} ${wide ? styles.wide : ''}`}>
        {above}
        <h1 className={styles.title}>{title}</h1>
        {lead && <p className={styles.lead}>{lead}</p>}
        {children && <div className={styles.card}>{children}</div>}
        {foot && <p className={styles.foot}>{foot}</p>}
      </main>
    </div>
  );
}

/** A calm line above a form: why one is here. */
export function Notice({ children }: { children: ReactNode }) {
  return (
    <p className={styles.notice} role="status">
      {children}
    </p>
  );
}

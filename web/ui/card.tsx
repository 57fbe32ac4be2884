/** A card with an optional heading and a control at its right. Never put a card into a card. `flush`: the content brings its own padding. */
import { type ReactNode, useId } from 'react';
import styles from './card.module.css';

export function Card({
  title,
  lead,
  aside,
  flush = false,
  children,
}: {
  title?: ReactNode;
  lead?: ReactNode;
  aside?: ReactNode;
  flush?: boolean;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section className={styles.card} {...(title ? { 'aria-labelledby': id } : {})}>
      {(title || aside) && (
        <header className={styles.head}>
          <div>
            {title && <h3 id={id}>{title}</h3>}
            {lead && <p className={styles.lead}>{lead}</p>}
          </div>
          {aside && <div className={styles.aside}>{aside}</div>}
        </header>
      )}
      <div className={flush ? styles.flush : styles.body}>{children}</div>
    </section>
  );
}

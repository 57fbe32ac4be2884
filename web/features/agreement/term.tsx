/** A word of the common language: what it means and what each side used to say, wherever it is shown; from here it can be questioned. */
import { Button, Popover, UnstyledButton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useRef, useState } from 'react';
import { Half } from '../../ui/half.tsx';
import type { Word } from './contract-text.ts';
import styles from './term.module.css';

/** Long enough that the pointer can pass by. */
const openAfterMs = 250;
const closeAfterMs = 150;

export function Term({
  word,
  children,
  onQuestion,
}: {
  word: Word;
  children: ReactNode;
  /** Inside of the agreement room it opens the talk there; elsewhere the room is opened at the word. */
  onQuestion?: () => void;
}) {
  const [open, setOpen] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const later = (next: boolean) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setOpen(next), next ? openAfterMs : closeAfterMs);
  };
  const question = `vocabulary.${word.term}`;
  return (
    <Popover
      opened={open}
      onChange={setOpen}
      position="bottom-start"
      width={320}
      withinPortal
      trapFocus={false}
      returnFocus
    >
      <Popover.Target>
        <UnstyledButton
          component="span"
          role="button"
          tabIndex={0}
          className={styles.term}
          onClick={() => setOpen(!open)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' && event.key !== ' ') return;
            event.preventDefault();
            setOpen(!open);
          }}
          onMouseEnter={() => later(true)}
          onMouseLeave={() => later(false)}
        >
          {children}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown onMouseEnter={() => later(true)} onMouseLeave={() => later(false)}>
        <div className={styles.meaning}>
          <p className={styles.word}>{word.term}</p>
          <p>{word.means}</p>
          <dl className={styles.said}>
            {word.marketingSays && (
              <div className="mkt">
                <dt>
                  <Half department="marketing" /> Marketing used to say
                </dt>
                <dd>{word.marketingSays}</dd>
              </div>
            )}
            {word.salesSays && (
              <div className="sales">
                <dt>
                  <Half department="sales" /> Sales used to say
                </dt>
                <dd>{word.salesSays}</dd>
              </div>
            )}
          </dl>
          <p className="cap">The head of {word.owner === 'sales' ? 'Sales' : 'Marketing'} keeps this word.</p>
          {onQuestion ? (
            <Button
              data-size="small"
              onClick={() => {
                setOpen(false);
                onQuestion();
              }}
            >
              Question this word
            </Button>
          ) : (
            <Link className="link" to="/agreement" search={{ discuss: question }}>
              Question this word
            </Link>
          )}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

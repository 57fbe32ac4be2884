/** The text of a note as it was typed, with the names of those whom it mentions; of a long one its beginning, until all is wanted. */
import { UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { splitMentions } from './mention-search.ts';
import styles from './notes.module.css';

/** About ten lines of a phone's width. */
const longest = 400;
const mostLines = 10;

export function NoteBody({ body, mentions }: { body: string; mentions: readonly string[] }) {
  const [isWhole, setWhole] = useState(false);
  const begin = beginOf(body);
  const isLong = begin.length < body.length;
  let at = 0;
  return (
    <>
      <bdi className={styles.body}>
        {splitMentions(isWhole ? body : begin, mentions).map(({ text, isName }) => {
          at += text.length;
          return isName ? (
            <span key={at} className={styles.name}>
              {text}
            </span>
          ) : (
            text
          );
        })}
        {isLong && !isWhole && '…'}
      </bdi>
      {isLong && (
        <UnstyledButton className={styles.whole} onClick={() => setWhole(!isWhole)} aria-expanded={isWhole}>
          {isWhole ? 'Show less' : 'Show all of it'}
        </UnstyledButton>
      )}
    </>
  );
}

/** A character of two parts is not torn. */
function beginOf(body: string): string {
  const lines = body.split('\n').slice(0, mostLines).join('\n');
  return lines.length > longest ? [...lines.slice(0, longest + 1)].slice(0, -1).join('') : lines;
}

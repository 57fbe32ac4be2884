/** The text of a note as it was typed, with the names of those whom it mentions; of a long one its beginning, until all is wanted. */
import { UnstyledButton } from '@mantine/core';
import { useState } from 'react';

import { splitMentions } from './mention-search.ts';
import styles from './notes.module.css';

export function NoteBody({ body, mentions }: { body: string; mentions: readonly string[] }) {
  const isLong = body.length > longest || body.split('\n').length > mostLines;
  const [isWhole, setWhole] = useState(false);
  return (
    <>
      <Words body={body} mentions={mentions} isCut={isLong && !isWhole} />
      {isLong && (
        <UnstyledButton className={styles.whole} onClick={() => setWhole(!isWhole)} aria-expanded={isWhole}>
          {isWhole ? 'Show less' : 'Show all of it'}
        </UnstyledButton>
      )}
    </>
  );
}

/** Ten lines of a phone's width. */
const longest = 400;
const mostLines = 10;

function Words({ body, mentions, isCut }: { body: string; mentions: readonly string[]; isCut: boolean }) {
  let at = 0;
  return (
    <bdi className={`${styles.body} ${isCut ? styles.cut : ''}`}>
      {splitMentions(body, mentions).map(({ text, isName }) => {
        at += text.length;
        return isName ? (
          <span key={at} className={styles.name}>
            {text}
          </span>
        ) : (
          text
        );
      })}
    </bdi>
  );
}

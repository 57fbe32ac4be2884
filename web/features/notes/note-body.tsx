/** The text of a note as it was typed, with the names of those whom it mentions. */

import { splitMentions } from './mention-search.ts';
import styles from './notes.module.css';

export function NoteBody({ body, mentions }: { body: string; mentions: readonly string[] }) {
  let at = 0;
  return (
    <bdi className={styles.body}>
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

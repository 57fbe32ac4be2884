/** The sentence of a clause: what is executed wears the owner's colour, words of the common language say what they mean. */
import { useMemo } from 'react';
import styles from './agreement.module.css';
import { markWords } from './mark-words.ts';
import { useRoom } from './room.ts';
import { Term } from './term.tsx';

export function Sentence({ text }: { text: string }) {
  const { words, discuss } = useRoom();
  const pieces = useMemo(
    () =>
      markWords(
        text,
        words.map(({ term }) => term),
      ),
    [text, words],
  );
  let at = 0;
  return (
    <p className={styles.text}>
      {pieces.map(({ text, kind, term }) => {
        at += text.length;
        if (kind === 'executed') {
          return (
            <b key={at} className={isShort(text) ? styles.whole : undefined}>
              {text}
            </b>
          );
        }
        const word = kind === 'term' ? words.find((one) => one.term === term) : undefined;
        if (!word) return text;
        return (
          <Term key={at} word={word} onQuestion={() => discuss(`vocabulary.${word.term}`, 'question')}>
            {text}
          </Term>
        );
      })}
    </p>
  );
}

/** A figure stays with its unit; names that people chose may be long. */
const isShort = (text: string) => text.length <= 20 && !text.startsWith('"');

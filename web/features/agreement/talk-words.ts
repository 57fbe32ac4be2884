import type { ClauseReading } from '../../../src/features/clauses/schema.ts';

/**
 * How much is said of a clause; empty where nothing is.
 *
 * @example
 * sayTalk({ all: 3, openQuestions: 1 }) // '2 comments, 1 open question'
 */
export function sayTalk({ all, openQuestions }: ClauseReading['comments']): string {
  const comments = all - openQuestions;
  return [
    comments > 0 && (comments === 1 ? '1 comment' : `${comments} comments`),
    openQuestions > 0 && (openQuestions === 1 ? '1 open question' : `${openQuestions} open questions`),
  ]
    .filter(Boolean)
    .join(', ');
}

/**
 * What a promise measures, without the words that open every such sentence.
 *
 * @example
 * shortMeasure('What will be measured: the share of leads answered in time.') // 'The share of leads answered in time'
 */
export function shortMeasure(sentence: string): string {
  const text = sentence
    .replace(/^What will be measured: /, '')
    .replace(/\.$/, '')
    .replaceAll(' %', '\u00a0%');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

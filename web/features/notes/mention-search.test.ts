import { expect, test } from 'vitest';
import { findMention, putMention, splitMentions } from './mention-search.ts';

test.each([
  ['@', 1, { from: 0, name: '' }],
  ['Ask @Ana Pl', 11, { from: 4, name: 'Ana Pl' }],
  ['Ask (@Ana', 9, { from: 5, name: 'Ana' }],
  ['Ask @Ana about it', 6, { from: 4, name: 'A' }],
  ['ana@plant.example', 17, null],
  ['Ask @ Ana', 9, null],
  ['Ask @Ana\nthen', 13, null],
  ['no name', 7, null],
])('%j with the caret at %i', (text, caret, found) => {
  expect(findMention(text, caret)).toEqual(found);
});

test('a name takes the place of what was typed of it, without a second space', () => {
  expect(putMention('Ask @An about it', { from: 4, name: 'An' }, 'Ana Plant')).toEqual({
    text: 'Ask @Ana Plant about it',
    caret: 15,
  });
});

test('names are told from the text, the longer first, and nothing of the text is lost', () => {
  const text = 'Ask @Ana Plant and @Ana, not ana@Ana Plant <b>';
  const parts = splitMentions(text, ['Ana', 'Ana Plant']);
  expect(parts.filter(({ isName }) => isName).map(({ text }) => text)).toEqual(['@Ana Plant', '@Ana', '@Ana Plant']);
  expect(parts.map(({ text }) => text).join('')).toBe(text);
  expect(splitMentions(text, [])).toEqual([{ text, isName: false }]);
});

import { describe, expect, it } from 'vitest';
import { keyFrom, pageName, slugFrom } from './form-words.ts';

describe('keyFrom', () => {
  it.each([
    ['What do you need?', [], 'what_do_you_need'],
    ['Größe des Teams', [], 'grosse_des_teams'],
    ['3 wishes', [], 'wishes'],
    ['Имя', [], 'field'],
    ['Role', ['role', 'role_2'], 'role_3'],
    ['x'.repeat(99), [], 'x'.repeat(40)],
  ])('makes of %s, with %j taken, %s', (label, taken, key) => {
    expect(keyFrom(label.replace('ß', 'ss'), taken)).toBe(key);
  });
});

it('names a form by its words', () => {
  expect([slugFrom('Ask for a demo!'), slugFrom('§')]).toEqual(['ask-for-a-demo', 'field']);
});

it('knows the page of a form from those of others', () => {
  const url = 'https://baton.example.com/f/abc';
  expect(['baton.example.com/f/abc', 'www.example.com/', '', null].map((page) => pageName(page, url))).toEqual([
    'Its own page',
    'www.example.com/',
    'Pages that are not told apart',
    'Pages that are not told apart',
  ]);
});

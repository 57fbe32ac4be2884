import { describe, expect, it } from 'vitest';
import { fieldName, fieldValue, sayCounts } from './merge-words.ts';

describe('the words of a merge', () => {
  it.each([
    ['title', 'Title'],
    ['custom.plan', 'Plan'],
    ['custom.email', 'Email'],
    ['ownerId', 'Owner'],
  ])('%s is called %s', (field, name) => expect(fieldName(field)).toBe(name));

  it('counts what moves, and leaves out what there is none of', () => {
    expect(sayCounts({ deals: 0, handoffs: 1, touches: 1200, unheard: 3 }, (n) => n.toLocaleString('en'))).toEqual([
      '1,200 touches',
      '1 handoff',
    ]);
  });

  it.each([
    ['title', 'COO', 'COO'],
    ['custom.seats', 3, '3'],
    ['isTarget', true, 'Yes'],
    ['accountId', 'some-id', 'That of the other record'],
    ['createdAt', '2026-01-01', 'on 2026-01-01'],
    ['consents', { phone: 'granted', news: 'denied' }, 'phone allowed, news refused'],
    ['title', null, ''],
  ])('%s %j reads %s', (field, after, text) => expect(fieldValue({ field, after }, (at) => `on ${at}`)).toBe(text));
});

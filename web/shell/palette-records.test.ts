import { describe, expect, it } from 'vitest';
import { groupHits, noteRecent, readRecent } from './palette-records.ts';

const createStorage = () => {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
  };
};
const entry = (id: string) => ({ id, label: `Name ${id}`, detail: '', icon: 'person' as const, path: `/people/${id}` });

describe('the records of the palette', () => {
  it('stand in groups, with a way to all of a kind, and a deal has a page of its own', () => {
    const groups = groupHits(
      {
        data: [
          { kind: 'deal', id: 'd1', label: 'Kettle', detail: '', shownBy: { kind: 'account', id: 'a1' } },
          { kind: 'deal', id: 'd2', label: 'Lost', detail: '', shownBy: null },
          { kind: 'contact', id: 'c1', label: 'Ana', detail: 'COO', shownBy: null },
        ],
        more: ['contact', 'deal'],
      },
      'a&b',
    );
    expect(groups.map(({ label, entries }) => [label, entries.map(({ path }) => path)])).toEqual([
      ['Deals', ['/deals/d1', '/deals/d2', '/deals?search=a%26b&view=table']],
      ['People', ['/people/c1', '/people?search=a%26b']],
    ]);
  });

  it('are remembered for the member who opened them, the last first, six at most', () => {
    const storage = createStorage();
    for (const id of ['1', '2', '3', '4', '5', '6', '7', '2']) noteRecent(storage, 'm', entry(id));
    expect(readRecent(storage, 'm').map(({ id }) => id)).toEqual(['2', '7', '6', '5', '4', '3']);
    expect(readRecent(storage, 'other')).toEqual([]);
  });

  it.each([
    '',
    '{',
    '[]',
    '{"memberId":"m","entries":[{"id":1},{"id":"x","label":"","detail":"","icon":"person","path":"https://evil.example"}]}',
  ])('are none when %j is kept', (kept) => {
    expect(readRecent({ ...createStorage(), getItem: () => kept }, 'm')).toEqual([]);
  });
});

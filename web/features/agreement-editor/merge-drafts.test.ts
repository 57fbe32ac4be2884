import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAgreement } from '../../../src/core/agreement/read-agreement.ts';
import { minimalTemplate } from '../../../src/core/agreement/template-minimal.ts';
import { insertAt, moveAt, readDraft, setAt } from './draft-source.ts';
import { findChanges, mergeDrafts, type Taken } from './merge-drafts.ts';

const base = minimalTemplate;
const picksOf = (entries: Record<string, Taken>) => new Map(Object.entries(entries));
const dataOf = (text: string) => readDraft(text).data ?? {};

/** Changes that each of two editors can make. */
const edits: ((text: string) => string)[] = [
  (text) => setAt(text, ['salesCommits', 0, 'within'], { business: '1h' }),
  (text) => setAt(text, ['name'], 'Another name'),
  (text) => setAt(text, ['feedback', 'reasons', 1], undefined),
  (text) => insertAt(text, ['routing'], 0, { key: 'owner', to: 'account.owner' }),
  (text) => setAt(text, ['calendar', 'holidays'], 'DE'),
  (text) => setAt(text, ['feedback', 'answers', 'data'], 'head-of-sales'),
  (text) => setAt(text, ['stages', 1, 'name'], 'Warm lead'),
];

describe('two changes of one draft', () => {
  it('give the same as one after the other, where nobody changed what the other did', () => {
    const some = fc.uniqueArray(fc.nat(edits.length - 1), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(some, some, (left, right) => {
        const own = left.filter((one) => !right.includes(one));
        const run = (text: string, list: number[]) => list.reduce((made, one) => edits[one]?.(made) ?? made, text);
        const [mine, theirs] = [run(base, own), run(base, right)];
        const changes = findChanges(base, mine, theirs) ?? [];
        expect(changes.filter(({ who }) => who === 'both')).toEqual([]);
        const merged = dataOf(mergeDrafts(theirs, changes, new Map()));
        const expected = dataOf(run(theirs, own));
        expect(sortLists(merged)).toEqual(sortLists(expected));
      }),
      { numRuns: 15 },
    );
  });

  it('keep the comments of theirs, and say each in sentences', () => {
    const theirs = base.replace('within: { business: 4h } }', 'within: { business: 3h } } # they say');
    const mine = setAt(base, ['marketingCommits', 0, 'within'], { businessDays: 5 });
    const changes = findChanges(base, mine, theirs) ?? [];
    expect(changes.map(({ id, who }) => [id, who])).toEqual([
      ['salesCommits.respond', 'theirs'],
      ['marketingCommits.answer', 'mine'],
    ]);
    expect(changes[0]?.said.theirs).toBe('Sales answers a sales-ready lead within 3 business hours.');
    expect(changes[0]?.said.base).toBe('Sales answers a sales-ready lead within 4 business hours.');
    const merged = mergeDrafts(theirs, changes, new Map());
    expect(merged).toContain('# they say');
    expect(merged).toContain('business_days: 5');
    expect(readAgreement(merged).valid).toBe(true);
  });

  it('wait for a choice where both changed one clause, and take it', () => {
    const theirs = setAt(base, ['salesCommits', 0, 'within'], { business: '3h' });
    const mine = setAt(base, ['salesCommits', 0, 'within'], { business: '1h' });
    const changes = findChanges(base, mine, theirs) ?? [];
    expect(changes).toMatchObject([{ id: 'salesCommits.respond', who: 'both', canBeBoth: false }]);
    expect(mergeDrafts(theirs, changes, picksOf({ 'salesCommits.respond': 'theirs' }))).toBe(theirs);
    const merged = mergeDrafts(theirs, changes, picksOf({ 'salesCommits.respond': 'mine' }));
    expect(dataOf(merged)).toEqual(dataOf(mine));
  });

  it('can both stand, where each changed another part of a clause or added one of the same name', () => {
    const theirs = insertAt(setAt(base, ['stages', 1, 'name'], 'Warm lead'), ['routing'], 1, {
      key: 'x',
      to: 'account.owner',
    });
    const mine = insertAt(setAt(base, ['stages', 1, 'requires'], ['contact.email']), ['routing'], 1, {
      key: 'x',
      to: 'contact.owner',
    });
    const changes = findChanges(base, mine, theirs) ?? [];
    const both = changes.filter(({ who }) => who === 'both');
    expect(both.map(({ id, canBeBoth }) => [id, canBeBoth])).toEqual([
      ['stages.qualified', true],
      ['routing.x', true],
    ]);
    const merged = dataOf(mergeDrafts(theirs, changes, picksOf({ 'stages.qualified': 'both', 'routing.x': 'both' })));
    expect(merged.stages).toMatchObject([{}, { name: 'Warm lead', requires: ['contact.email'] }, {}, {}, {}]);
    expect(merged.routing).toMatchObject([{}, { key: 'x', to: 'account.owner' }, { key: 'x-2', to: 'contact.owner' }]);
  });

  it('leave out what is not wanted: of theirs, of mine, what was removed and what was added', () => {
    const theirs = setAt(base, ['feedback', 'reasons', 1], undefined);
    const mine = moveAt(setAt(base, ['salesCommits', 0], undefined), ['stages'], 3, 4);
    const changes = findChanges(base, mine, theirs) ?? [];
    expect(changes.map(({ id }) => id).sort()).toEqual([
      'feedback.reasons.bad-timing',
      'salesCommits.respond',
      'stages order',
    ]);
    const without = picksOf({
      'feedback.reasons.bad-timing': 'mine',
      'salesCommits.respond': 'theirs',
      'stages order': 'theirs',
    });
    expect(sortLists(dataOf(mergeDrafts(theirs, changes, without)))).toEqual(sortLists(dataOf(base)));
    const merged = dataOf(mergeDrafts(theirs, changes, new Map()));
    expect(merged.stages).toEqual(dataOf(mine).stages);
    expect(merged.salesCommits).toEqual(dataOf(mine).salesCommits);
  });

  it('are not compared where one is no YAML', () => {
    expect(findChanges(base, 'name: [', base)).toBeNull();
  });
});

/** Clauses that both added stand in the order in which they came. */
function sortLists(value: unknown): unknown {
  if (Array.isArray(value))
    return value.map(sortLists).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, sortLists(one)]));
}

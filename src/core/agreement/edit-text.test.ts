import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editAgreement } from '../../../test/agreement-edits.ts';
import { canonicalText } from './canonical-text.ts';
import { type AgreementChange, diffAgreements } from './diff-agreements.ts';
import { editText } from './edit-text.ts';
import { mergeTexts } from './merge-texts.ts';
import { readAgreement } from './read-agreement.ts';
import type { Agreement } from './schema.ts';
import { minimalTemplate } from './template-minimal.ts';
import type { TextEdit } from './text-edit.ts';

const example = readFileSync(join(import.meta.dirname, '../../../docs/example-agreement.yaml'), 'utf8');
const read = (text: string): Agreement => {
  const { agreement, problems } = readAgreement(text);
  if (agreement === null) throw new Error(problems[0]?.message);
  return agreement;
};
const edit = (text: string, ...edits: TextEdit[]): string => {
  const edited = editText(text, edits);
  if (!edited.ok) throw new Error(edited.message);
  return edited.text;
};

it('readAgreement of the text gives what its docstring says', () => {
  expect(
    editText('term: { from: 2026-01-01 } # for now', [{ op: 'set', path: ['term', 'review'], value: '2026-06-01' }]),
  ).toEqual({ ok: true, text: 'term: { from: 2026-01-01, review: 2026-06-01 } # for now\n' });
});

describe('edits of a form', () => {
  const text =
    '# Why.\nname: Old # so far\nstages:\n  # The first.\n  - { key: a, name: A } # one\n  - { key: b, name: B }\n';

  it.each<[string, TextEdit, string]>([
    ['a value', { op: 'set', path: ['name'], value: 'New' }, text.replace('Old', 'New')],
    ['a value that must be quoted', { op: 'set', path: ['name'], value: 'a: b' }, text.replace('Old', '"a: b"')],
    ['a text of digits', { op: 'set', path: ['name'], value: '60' }, text.replace('Old', '"60"')],
    ['a name by key', { op: 'set', path: ['stages', 'b', 'name'], value: 'C' }, text.replace('name: B', 'name: C')],
    ['a name by place', { op: 'set', path: ['stages', 1, 'name'], value: 'C' }, text.replace('name: B', 'name: C')],
    [
      'a name in camelCase',
      { op: 'set', path: ['stages', 'b', 'handTo'], value: 'sales' },
      text.replace('name: B }', 'name: B, hand_to: sales }'),
    ],
    ['one less', { op: 'remove', path: ['stages', 'b'] }, text.replace('  - { key: b, name: B }\n', '')],
    ['a name less', { op: 'remove', path: ['stages', 'b', 'name'] }, text.replace(', name: B', '')],
    [
      'one more at the end',
      { op: 'add', path: ['stages'], value: { key: 'c', handTo: 'sales' } },
      `${text}  - { key: c, hand_to: sales }\n`,
    ],
    [
      'one more in between',
      { op: 'add', path: ['stages'], value: { key: 'c' }, at: 1 },
      text.replace('  - { key: b', '  - { key: c }\n  - { key: b'),
    ],
    [
      'the first of a list that is not there',
      { op: 'add', path: ['vocabulary'], value: { term: 'Lead' } },
      `${text}vocabulary:\n  - { term: Lead }\n`,
    ],
    [
      'a value of a block that is not there',
      { op: 'set', path: ['calendar', 'days', '2026-12-24'], value: [] },
      `${text}calendar:\n  days:\n    2026-12-24: []\n`,
    ],
  ])('%s', (_what, one, expected) => {
    expect(edit(text, one)).toBe(expected);
  });

  it('moves a clause with its comments', () => {
    const moved = edit(text, { op: 'move', path: ['stages', 'b'], to: 0 });
    expect(moved.indexOf('key: b')).toBeLessThan(moved.indexOf('key: a'));
    expect(moved).toContain('key: a, name: A } # one');
  });

  it.each<[string, string, TextEdit[], number, string]>([
    ['a clause that is not there', text, [{ op: 'remove', path: ['stages', 'x'] }], 0, 'There is no "stages.x".'],
    [
      'the second of two',
      text,
      [
        { op: 'remove', path: ['name'] },
        { op: 'set', path: ['stages', 7, 'name'], value: 'C' },
      ],
      1,
      'There is no "stages.7".',
    ],
    ['a move of what is in no list', text, [{ op: 'move', path: ['name'], to: 0 }], 0, '"name" is not in a list.'],
    ['a list where a value is', text, [{ op: 'add', path: ['name'], value: 1 }], 0, 'There is no list at "name".'],
    [
      'a text that is no YAML',
      'a: [',
      [{ op: 'set', path: ['a'], value: 1 }],
      0,
      'The text is not valid YAML, so that only the text itself can be edited.',
    ],
  ])('are refused whole: %s', (_what, source, edits, index, message) => {
    expect(editText(source, edits)).toEqual({ ok: false, edit: index, message });
  });

  it('keep every comment of a template, and what is meant by the rest of it', () => {
    const edited = edit(
      minimalTemplate,
      { op: 'set', path: ['salesCommits', 'respond', 'within'], value: { business: '2h' } },
      {
        op: 'add',
        path: ['salesCommits'],
        value: { key: 'q', promise: 'confirm or return', within: { businessDays: 9 } },
      },
      { op: 'remove', path: ['feedback', 'reasons', 'duplicate'] },
    );
    const comments = (all: string) => all.split('\n').filter((line) => line.startsWith('#'));
    expect(comments(edited)).toEqual(comments(minimalTemplate));
    const clauses = diffAgreements(read(minimalTemplate), read(edited)).map(({ clause }) => clause);
    expect(clauses).toEqual(['salesCommits.respond', 'salesCommits.q', 'feedback.reasons.duplicate']);
  });

  /** What a form would send for a change between two agreements. */
  const toEdit = ({ edit }: AgreementChange): TextEdit[] => {
    if (edit.kind === 'set') {
      return edit.after === undefined
        ? [{ op: 'remove', path: edit.path }]
        : [{ op: 'set', path: edit.path, value: edit.after }];
    }
    if (edit.kind === 'add') return [{ op: 'add', path: edit.list, value: edit.after, at: edit.index }];
    if (edit.kind === 'remove') return [{ op: 'remove', path: [...edit.list, edit.id] }];
    if (edit.kind === 'replace') return [{ op: 'set', path: [...edit.list, edit.id], value: edit.after }];
    return [];
  };

  it('make of one agreement what the other says', () => {
    const from = read(example);
    fc.assert(
      fc.property(editAgreement(from), (to) => {
        const changes = diffAgreements(from, to);
        fc.pre(changes.every(({ edit: { kind } }) => kind !== 'order'));
        expect(canonicalText(read(edit(example, ...changes.flatMap(toEdit))))).toBe(canonicalText(to));
      }),
      { numRuns: 60 },
    );
  });
});

describe('two changes of one text', () => {
  const mine = example.replace('within: { business: 4h }', 'within: { business: 3h }');
  const theirs = example.replace('currency: EUR', 'currency: EUR # still').replace('explore: 5%', 'explore: 3%');

  it('are put together where they are about different clauses', () => {
    const merge = mergeTexts(example, mine, theirs);
    expect(merge?.mine).toMatchObject([{ clause: 'salesCommits.respond' }]);
    expect(merge?.theirs).toMatchObject([{ clause: 'scoring.explore', sentence: expect.stringContaining('becomes') }]);
    expect(merge?.both).toEqual([]);
    expect(merge?.merged).toContain('# still');
    expect(diffAgreements(read(example), read(merge?.merged ?? '')).map(({ clause }) => clause)).toEqual([
      'scoring.explore',
      'salesCommits.respond',
    ]);
  });

  it('are left to somebody where both changed a clause, but for the same change', () => {
    const other = example.replace('within: { business: 4h }', 'within: { business: 2h }');
    expect(mergeTexts(example, mine, other)).toMatchObject({ both: ['salesCommits.respond'], merged: null });
    expect(mergeTexts(example, mine, mine)).toMatchObject({ both: [], merged: mine });
    expect(mergeTexts(example, 'x', mine)).toBeNull();
  });
});

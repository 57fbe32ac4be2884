import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findDifferences, type Tolerance } from './conformance/compare.ts';
import { findOperationName, nameOperation, shapeOperation } from './conformance/operation.ts';
import { runConformance } from './conformance.ts';

const exact: Tolerance = { of: 1e-6, kind: 'absolute' };

describe('an answer meets what is expected', () => {
  it.each<[string, unknown, unknown, Tolerance?]>([
    ['with further keys', { a: 1 }, { a: 1, b: 2 }],
    ['with further keys deep inside', [{ a: { b: null } }], [{ a: { b: null, c: 1 } }]],
    ['within 1e-6', { a: 1 }, { a: 1.0000009 }],
    ['within an absolute tolerance', 100, 100.5, { of: 0.5, kind: 'absolute' }],
    ['within a relative tolerance', 100, 101.9, { of: 0.02, kind: 'relative' }],
    ['when both are null', { a: null }, { a: null }],
    ['when both are empty lists', [], []],
  ])('%s', (_name, expected, got, tolerance = exact) => {
    expect(findDifferences(expected, got, tolerance)).toEqual([]);
  });

  it.each<[string, unknown, unknown, string[], Tolerance?]>([
    ['not without a key', { a: 1, b: 1 }, { a: 1 }, ['.b']],
    ['not with nothing for null', { a: null }, {}, ['.a']],
    ['not with an inherited key', { constructor: Object }, {}, ['.constructor']],
    ['not with a list in another order', { a: [1, 2] }, { a: [2, 1] }, ['.a[0]', '.a[1]']],
    ['not with a longer list', { a: [1] }, { a: [1, 1] }, ['.a']],
    ['not with a list for a record', { a: { 0: 1 } }, { a: [1] }, ['.a']],
    ['not with text for a number', { a: 1 }, { a: '1' }, ['.a']],
    ['not with NaN', { a: 0 }, { a: Number.NaN }, ['.a']],
    ['not beyond a relative tolerance', { a: 0.1 }, { a: 0.103 }, ['.a'], { of: 0.02, kind: 'relative' }],
    ['not beyond an absolute one', { a: 1000 }, { a: 1000.03 }, ['.a'], { of: 0.02, kind: 'absolute' }],
  ])('%s', (_name, expected, got, paths, tolerance = exact) => {
    expect(findDifferences(expected, got, tolerance).map(({ path: at }) => at)).toEqual(paths);
  });

  it('says what differs', () => {
    expect(findDifferences({ rate: 0.5 }, { rate: 0.7, n: 3 }, { of: 1e-6, kind: 'absolute' })).toEqual([
      { path: '.rate', expected: 0.5, got: 0.7 },
    ]);
  });
});

describe('an operation', () => {
  const at = (rest: object) => ({ id: 'A', input: {}, expected: {}, ...rest });

  it('is named by the first place that has one', () => {
    expect(findOperationName({ id: 'A', kpi: 'cac', input: { op: 'romi' }, expected: {} })).toEqual({
      place: 'input.op',
      name: 'romi',
    });
    expect(findOperationName(at({ op: 'a', kpi: 'd', input: { op: 'b', model: 'c' } }))?.name).toBe('a');
    expect(findOperationName(at({ kpi: 'd', input: { model: 'c' } }))?.name).toBe('c');
    expect(findOperationName(at({ kpi: 'd' }))).toEqual({ place: 'kpi', name: 'd' });
    expect(findOperationName(at({}))).toBeNull();
  });

  it('takes only cases that name it at its place', () => {
    const double = nameOperation('input.op', 'double', (input: { n: number }) => ({ result: 2 * input.n }));
    expect(double.name).toBe('input.op double');
    expect(double.run({ n: 2 }, at({}))).toEqual({ result: 4 });
    expect(double.matches(at({ input: { op: 'double' } }))).toBe(true);
    expect(double.matches(at({ op: 'double' }))).toBe(false);
  });

  it('that goes by shape takes no case that names one', () => {
    const pairs = shapeOperation(
      'pairs',
      (input) => 'pairs' in input,
      () => ({}),
    );
    expect(pairs.matches({ id: 'A', input: { pairs: [] }, expected: {} })).toBe(true);
    expect(pairs.matches(at({ op: 'other', input: { pairs: [] } }))).toBe(false);
  });
});

describe('running files', () => {
  let folder: string;
  let printed = '';
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'baton-conformance-'));
    printed = '';
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      printed += String(text);
      return true;
    });
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await rm(folder, { recursive: true });
  });

  async function fileOf(content: unknown): Promise<string> {
    const file = path.join(folder, 'cases.json');
    await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
    return file;
  }

  it('counts a case without an operation, and a fixture with `expected`, as failed', async () => {
    const file = await fileOf({
      cases: [{ id: 'X1', title: 'Nobody knows it', input: { op: 'no-such-operation' }, expected: { a: 1 } }],
      fixture: { rows: [], expected: { n: 0 } },
    });
    expect(await runConformance([file])).toEqual({ passed: 0, failed: 2 });
    expect(printed).toContain('X1 "Nobody knows it" (input.op no-such-operation)\n  expected {"a":1}');
    expect(printed).toContain(`FAILED ${file} fixture\n`);
    expect(printed.endsWith('0 passed, 2 failed\n')).toBe(true);
  });

  it('counts a case whose operation throws as failed, and goes on', async () => {
    const verdict = { op: 'verdict', due: '2026-06-16T15:15:00Z', responded_at: '2026-06-16T15:15:00Z' };
    const file = await fileOf({
      cases: [
        { id: 'X1', input: { op: 'verdict', due: 'tomorrow' }, expected: { breached: true } },
        { id: 'X2', input: verdict, expected: { breached: true } },
        { id: 'X3', input: verdict, expected: { breached: false } },
      ],
    });
    expect(await runConformance([file])).toEqual({ passed: 1, failed: 2 });
    expect(printed).toContain('an error: ');
    expect(printed).toContain('differs at .breached');
  });

  it('counts a case without anything in it as failed', async () => {
    expect(await runConformance([await fileOf({ cases: [{}] })])).toEqual({ passed: 0, failed: 1 });
  });

  it.each(['', '[]', '{"cases": [1]}'])('refuses a file that holds %j', async (content) => {
    const file = await fileOf(content);
    await expect(runConformance([file])).rejects.toMatchObject({ code: 'conformance.unreadable' });
  });
});

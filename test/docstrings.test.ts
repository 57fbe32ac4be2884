import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

/** [the file, its text, how the message begins; '' when all is well]: docstrings of exported functions of src/core. */
const docstrings: [string, string, string][] = [
  ['src/core/bare.ts', 'export function bare() {}\n', 'bare has no docstring'],
  ['src/core/line.ts', '// No docstring.\nexport function line() {}\n', 'line has no docstring'],
  ['src/core/apart.ts', '/** Of another. */\nconst other = 1;\nexport function apart() {}\n', 'apart has no docstring'],
  ['src/core/calendar/plain.ts', '/** Says something. */\nexport async function plain() {}\n', 'plain has no @example'],
  [
    'src/core/arrow.ts',
    '/** Says something. */\nexport const arrow = (a: number): number => a;\n',
    'arrow has no @example',
  ],
  ['src/core/generic.ts', '/** So. */\nexport const generic = <A>(a: A) => a;\n', 'generic has no @example'],
  [
    'src/core/empty.ts',
    `${documented('empty(1)')}export function empty() {}\n`,
    'empty has an example without a value',
  ],
  [
    'src/core/other.ts',
    `${documented('another(1) // 2')}export function other() {}\n`,
    'other is not called in its own example',
  ],
  ['src/core/good.ts', `${documented('good(1) // 2')}export function good() {}\n`, ''],
  [
    'src/core/below.ts',
    `${documented('const a = 1;', 'below(a)', '// 2')}export const below = (a: number) => a;\n`,
    '',
  ],
  ['src/core/value.ts', 'export const value = (1 + 2) * 3;\nfunction inner() {}\ninner();\n', ''],
  ['src/core/bare.test.ts', 'export function bare() {}\n', ''],
  ['src/db/bare.ts', 'export function bare() {}\n', ''],
];

function documented(...example: string[]): string {
  return ['/**', ' * Says something.', ' *', ' * @example', ...example.map((line) => ` * ${line}`), ' */', ''].join(
    '\n',
  );
}

const tree = mkdtempSync(join(tmpdir(), 'baton-docstrings-'));
afterAll(() => rmSync(tree, { recursive: true, force: true }));
for (const [path, text] of docstrings) {
  mkdirSync(dirname(join(tree, path)), { recursive: true });
  writeFileSync(join(tree, path), text);
}
const script = join(import.meta.dirname, '../scripts/check-docstrings.ts');
const run = spawnSync(process.execPath, [script, tree], { encoding: 'utf8' });

test('planted violations fail the check', () => expect(run.status).toBe(1));

test.each(docstrings)('%s', (path, _text, message) => {
  const found = [...run.stdout.matchAll(/^(\S+):\d+ (.+)$/gm)].filter(([, where]) => where === path);
  expect(found.map(([, , what]) => what)).toEqual(message === '' ? [] : [expect.stringContaining(message)]);
});

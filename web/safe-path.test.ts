import { expect, test } from 'vitest';
import { safePath } from './safe-path.ts';

const origin = 'https://baton.example';

test.each([
  ['/settings/members?search=mary', '/settings/members?search=mary'],
  ['/settings/profile#password', '/settings/profile#password'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['/\t/evil.example', '/'],
  ['/.//evil.example', '/'],
  ['https://evil.example/', '/'],
  ['javascript:alert(1)', '/'],
  ['', '/'],
  [undefined, '/'],
])('after signing in, %s leads to %s', (wanted, path) => {
  expect(safePath(wanted, origin)).toBe(path);
});

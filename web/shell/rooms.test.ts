import { expect, test } from 'vitest';
import type { MemberDepartment, Role } from '../../src/core/access.ts';
import { homeOf } from './rooms.ts';

test.each<[MemberDepartment, Role, string]>([
  ['sales', 'member', '/inbox'],
  ['sales', 'lead', '/inbox'],
  ['sales', 'head', '/scoreboard'],
  ['sales', 'admin', '/scoreboard'],
  ['marketing', 'member', '/scoreboard'],
  ['both', 'member', '/scoreboard'],
])('a %s %s begins at %s', (department, role, home) => {
  expect(homeOf({ department, role })).toBe(home);
});

import { expect, test } from 'vitest';
import type { MemberDepartment, Role } from '../../src/core/access.ts';
import { homeOf, tabsFor } from './rooms.ts';

test.each<[MemberDepartment, Role, string]>([
  ['sales', 'member', '/inbox'],
  ['sales', 'lead', '/inbox'],
  ['sales', 'head', '/scoreboard'],
  ['sales', 'admin', '/scoreboard'],
  ['marketing', 'member', '/answers'],
  ['marketing', 'lead', '/answers'],
  ['marketing', 'head', '/scoreboard'],
  ['both', 'member', '/scoreboard'],
])('a %s %s begins at %s', (department, role, home) => {
  expect(homeOf({ department, role })).toBe(home);
});

test.each<[MemberDepartment, string, string]>([
  ['sales', '/inbox', '/answers'],
  ['marketing', '/answers', '/inbox'],
])('on a phone a member of %s has %s as a tab and %s under More', (department, tab, more) => {
  const { tabs, underMore } = tabsFor({ department });
  expect(tabs).toHaveLength(4);
  expect(tabs.map(({ path }) => path)).toContain(tab);
  expect(underMore.map(({ path }) => path)).toContain(more);
});

import { expect, it } from 'vitest';
import { applyChange } from './change.ts';

const team: { name: string; leadId: string | null } = { name: 'North', leadId: 'ada' };

it.each([
  [{}, team, []],
  [{ name: 'South' }, { name: 'South', leadId: 'ada' }, ['name']],
  [{ name: 'North', leadId: null }, { name: 'North', leadId: null }, ['leadId']],
  [{ name: undefined }, team, []],
  [{ workspaceId: 'other', name: 'South' }, { name: 'South', leadId: 'ada' }, ['name']],
])('%j', (change, next, changed) => {
  expect(applyChange(team, change)).toEqual({ next, changed });
});

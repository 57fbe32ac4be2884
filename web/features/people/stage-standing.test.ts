import { expect, test } from 'vitest';
import { standingOf } from './stage-standing.ts';

const stages = [{ key: 'subscriber' }, { key: 'lead' }, { key: 'qualified' }];

test.each([
  ['lead', 'qualified', { place: 1, isBeside: false }],
  ['recycled', 'qualified', { place: 2, isBeside: true }],
  ['other', null, { place: -1, isBeside: true }],
  // Of an agreement that had other stages.
  ['sql', 'sql', { place: -1, isBeside: true }],
])('who is %s and was %s', (stage, furthestStage, standing) => {
  expect(standingOf({ stage, furthestStage }, stages)).toEqual(standing);
});

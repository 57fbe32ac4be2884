import { expect, it } from 'vitest';
import { BatonError } from './errors.ts';
import { requireFound, requireVersion } from './version.ts';

it.each([
  [{ version: 3 }, 3, null],
  [undefined, 3, [404, 'team.not-found', undefined]],
  [{ version: 4 }, 3, [412, 'team.stale-version', 4]],
  // Nobody can have seen a version that was never there; it is stale all the same.
  [{ version: 2 }, 3, [412, 'team.stale-version', 2]],
])('an edit of %o by one who saw version %i', (row, seen, refusal) => {
  expect(refusalOf(() => requireVersion('team', row, seen))).toEqual(refusal);
});

it('a record that is there is given back, one that is not is 404', () => {
  expect(requireFound('team', { name: 'North' }).name).toBe('North');
  expect(refusalOf(() => requireFound('team', undefined))).toEqual([404, 'team.not-found', undefined]);
});

function refusalOf(run: () => unknown): unknown {
  try {
    run();
    return null;
  } catch (error) {
    if (!(error instanceof BatonError)) throw error;
    return [error.status, error.code, error.details.extra?.current];
  }
}

import type { Loop } from '../../jobs/loop.ts';
import { startDueVersions } from './start-version.ts';

/** Signed versions come into force at their instant without a request. */
export const agreementLoops: readonly Loop[] = [
  {
    name: 'agreements',
    every: 1_000,
    async run(ctx) {
      await startDueVersions(ctx);
      return false;
    },
  },
];

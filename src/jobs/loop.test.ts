import { describe, expect, it } from 'vitest';
import type { JobParts } from './job.ts';
import { startLoops } from './loop.ts';

describe('a loop', () => {
  it('leaves one round out after the clock of the machine has leapt ahead, and says so', async () => {
    let wall = Date.UTC(2026, 0, 5);
    const day = 86_400_000;
    const rounds: Date[] = [];
    const warnings: object[] = [];
    const isDone = Promise.withResolvers<void>();
    const log = { info() {}, warn: (details: object) => void warnings.push(details), error: isDone.reject };
    const parts = { clock: () => new Date(wall), log, databases: {}, publicUrl: () => '' } as unknown as JobParts;
    const run = async ({ now }: { now: Date }) => {
      rounds.push(now);
      if (rounds.length === 1) wall += day;
      if (rounds.length === 2) wall -= day;
      if (rounds.length === 3) isDone.resolve();
      return rounds.length < 3;
    };
    const loops = startLoops([{ name: 'clocks', every: 1, holdsAfterLeap: true, run }], parts, () => 5);
    await isDone.promise;
    await loops.stop();
    expect(warnings).toEqual([{ loop: 'clocks', milliseconds: day }]);
    expect(rounds.map((at) => at.getTime() - Date.UTC(2026, 0, 5))).toEqual([0, day, 0]);
  });
});

import { describe, expect, it } from 'vitest';
import type { JobParts } from './job.ts';
import { startLoops } from './loop.ts';

describe('a loop', () => {
  it('wakes the one that goes on with what it did, once for each round that did something', async () => {
    const isDone = Promise.withResolvers<void>();
    const log = { info() {}, warn() {}, error: isDone.reject };
    const parts = { clock: () => new Date(0), log, databases: {}, publicUrl: () => '' } as unknown as JobParts;
    const rounds = { store: 0, judge: 0 };
    const loop = (name: keyof typeof rounds, run: (round: number) => boolean, wakes?: string) => ({
      ...{ name, every: 1_000_000_000, ...(wakes === undefined ? {} : { wakes }) },
      run: async () => {
        rounds[name] += 1;
        return run(rounds[name]);
      },
    });
    const judge = (round: number) => {
      if (round === 2) isDone.resolve();
      return false;
    };
    const loops = startLoops([loop('judge', judge), loop('store', (round) => round === 1, 'judge')], parts);
    await isDone.promise;
    await loops.stop();
    expect(rounds).toEqual({ store: 2, judge: 2 });
  });

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

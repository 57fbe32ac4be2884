import { listChannels, mergePaths, type PathCount } from './path.ts';

/** Journeys with the same channels, whatever their order: the channels as numbers, each once, none for no touch. */
export type ChannelSet = {
  readonly members: readonly number[];
  readonly conversions: number;
  readonly journeys: number;
};

/**
 * The different sets of channels of journeys, with how many had each; journeys without a touch are in none.
 *
 * @example
 * countChannelSets([{ path: ['b', 'a', 'b'], conversions: 1, nulls: 1 }, { path: ['a', 'b'], conversions: 1, nulls: 0 }])
 * // { names: ['a', 'b'], sets: [{ members: [0, 1], conversions: 2, journeys: 3 }] }
 */
export function countChannelSets(paths: readonly PathCount[]): { names: string[]; sets: ChannelSet[] } {
  const counted = mergePaths(paths);
  const names = listChannels(counted);
  const codes = new Map(names.map((name, code) => [name, code]));
  const sets = new Map<string, { members: number[]; conversions: number; journeys: number }>();
  for (const { path, conversions, nulls } of counted) {
    if (path.length === 0) continue;
    const members = [...new Set(path)].map((name) => codes.get(name) ?? 0).sort((a, b) => a - b);
    const set = sets.get(members.join()) ?? { members, conversions: 0, journeys: 0 };
    set.conversions += conversions;
    set.journeys += conversions + nulls;
    sets.set(members.join(), set);
  }
  return { names, sets: [...sets.values()] };
}

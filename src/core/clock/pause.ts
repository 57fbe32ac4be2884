/** Why a clock stands still; the third is never given by hand, it follows from an absence. */
export const pauseReasons = [
  'waiting-for-date',
  'waiting-for-information',
  'absence-with-cover',
  'legal-hold',
] as const;
export type PauseReason = (typeof pauseReasons)[number];

/** A stretch in which a clock stands still, in epoch milliseconds; `to` is null while nobody has said when it ends. */
export type Pause = { readonly from: number; readonly to: number | null };

/**
 * Pauses without overlaps, earliest first. Those that overlap or touch become one; those of no length are left out.
 *
 * @example
 * unitePauses([{ from: 5, to: 9 }, { from: 1, to: 6 }, { from: 20, to: null }]) // [{ from: 1, to: 9 }, { from: 20, to: null }]
 */
export function unitePauses(pauses: readonly Pause[]): Pause[] {
  const united: { from: number; to: number }[] = [];
  for (const { from, to } of pauses.map(toLimits).toSorted((a, b) => a.from - b.from)) {
    if (!(to > from)) continue;
    const last = united.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else united.push({ from, to });
  }
  return united.map(({ from, to }) => ({ from, to: to === Number.POSITIVE_INFINITY ? null : to }));
}

/**
 * Whether a clock stands still at an instant; at the very end of a pause it runs again.
 *
 * @example
 * isPaused([{ from: 1, to: 9 }], 9) // false
 */
export function isPaused(pauses: readonly Pause[], at: number): boolean {
  return pauses.map(toLimits).some(({ from, to }) => from <= at && at < to);
}

function toLimits({ from, to }: Pause): { from: number; to: number } {
  return { from, to: to ?? Number.POSITIVE_INFINITY };
}

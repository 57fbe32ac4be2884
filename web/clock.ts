/** The browser's clock. Pages take `now` from here and nowhere else; what must go on by itself takes `useLive`. */
import { useSyncExternalStore } from 'react';

export const now = (): Date => new Date();

/** One timer for everything that ticks, on the full second; it stands still while nothing listens. */
const beat = 1000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setTimeout> | undefined;
let instant = 0;

function tick(): void {
  instant = now().getTime();
  timer = setTimeout(tick, beat - (instant % beat));
  for (const listener of listeners) listener();
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === undefined) tick();
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearTimeout(timer);
    timer = undefined;
  };
}

/**
 * Something that follows from the time, in epoch milliseconds: the part that asks is drawn again when the answer differs and
 * at no other tick. The answer is a text or a number, so that two of them can be compared.
 *
 * @example
 * const left = useLive((at) => Math.floor(minutesLeftAt(clock, at) ?? 0));
 */
export function useLive<Answer extends string | number | boolean>(answer: (at: number) => Answer): Answer {
  return useSyncExternalStore(listen, () => {
    if (timer === undefined) instant = Math.floor(now().getTime() / beat) * beat;
    return answer(instant);
  });
}

import type { Clock } from './context.ts';

/** The one place that reads the time. Everything else is given an instant. */
export const systemClock: Clock = () => new Date();

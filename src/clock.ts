/** The one place that reads the time. Everything else is given an instant. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();

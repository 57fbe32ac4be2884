/** Messages that a source may send at once, and per second for good: far more than a site has, less than a runaway loop. */
const burst = 50_000;
const perSecond = 5_000;

/**
 * Counts what each source sends: a bucket that fills by so many messages a second. A batch is taken while anything is in
 * it and may leave it in debt, so that a large batch is not refused for ever. The state is this process's own.
 */
export class Allowances {
  readonly #buckets = new Map<string, { tokens: number; at: number }>();

  /** Seconds to wait before anything is taken again; 0 when `count` messages are taken now. */
  take(sourceId: string, count: number, now: Date): number {
    const at = now.getTime();
    const bucket = this.#buckets.get(sourceId) ?? { tokens: burst, at };
    const passed = Math.max(0, at - bucket.at) / 1000;
    const tokens = Math.min(burst, bucket.tokens + passed * perSecond);
    const taken = tokens > 0;
    this.#buckets.set(sourceId, { tokens: taken ? tokens - count : tokens, at });
    return taken ? 0 : Math.max(1, Math.ceil((1 - tokens) / perSecond));
  }
}

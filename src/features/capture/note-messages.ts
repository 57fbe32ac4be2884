import type { Ctx } from '../../context.ts';
import type { NoticeCode } from '../../core/capture/find-notices.ts';
import { addNotices, type NewNotice } from './store.ts';

/** Counts are written at most so often by one process: a robot may come a thousand times a second. */
const writtenEvery = 10_000;
const exampleLength = 500;

/**
 * Counts what is left out or changed of what sources send. What came since the last writing is this process's own: ten
 * seconds of counts are lost when it dies, never a message.
 */
export class Notices {
  readonly #waiting = new Map<string, { ctx: Ctx; notices: Map<string, NewNotice> }>();
  #timer: NodeJS.Timeout | null = null;
  #writtenAt = 0;

  note(ctx: Ctx, sourceId: string, code: NoticeCode, example: string | null = null, count = 1): void {
    const of = this.#waiting.get(ctx.workspace) ?? { ctx, notices: new Map<string, NewNotice>() };
    this.#waiting.set(ctx.workspace, of);
    of.ctx = ctx;
    const key = `${sourceId} ${code}`;
    const before = of.notices.get(key);
    of.notices.set(key, {
      sourceId,
      code,
      count: count + (before?.count ?? 0),
      day: ctx.now.toISOString().slice(0, 10),
      lastAt: ctx.now,
      example: example?.slice(0, exampleLength).toWellFormed().replaceAll('\0', '\ufffd') ?? before?.example ?? null,
    });
  }

  /** Writes what was counted, unless that was done a moment ago: then a timer does. Never fails its caller. */
  async write(ctx: Ctx): Promise<void> {
    if (this.#waiting.size === 0) return;
    const since = ctx.now.getTime() - this.#writtenAt;
    if (since >= 0 && since < writtenEvery) {
      this.#timer ??= setTimeout(() => void this.#writeAll(), writtenEvery - since).unref();
      return;
    }
    this.#writtenAt = ctx.now.getTime();
    await this.#writeAll();
  }

  async #writeAll(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const all = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { ctx, notices } of all) {
      try {
        await addNotices(ctx, [...notices.values()]);
      } catch (error) {
        ctx.log.warn({ err: error }, 'what was left out of messages could not be counted');
      }
    }
  }
}

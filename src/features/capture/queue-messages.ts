import type { Ctx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { hasCode, isDataError } from '../../db/faults.ts';
import { newId } from '../../db/ids.ts';
import { noteSource } from '../sources/note-source.ts';
import { ensureDays, insertMessages, type NewMessage } from './store.ts';

/** A statement of 500 rows costs hardly more than one of 1, and one of 5,000 hardly less a row; a bad row spoils fewer. */
const rowsAtOnce = 500;
const bytesAtOnce = 8 * 1024 * 1024;
/** What may wait: some seconds of work. Beyond it the sender waits, which it can do better than this process. */
const rowsWaiting = 20_000;
const bytesWaiting = 64 * 1024 * 1024;

/** That a source was seen is written at most this often: it may send thousands of messages in a minute. */
const noteEvery = 60_000;

/** The messages of one request: it is answered when each of them has its own outcome. */
type Sending = { ctx: Ctx; left: number; problem: unknown; end(): void };
type Waiting = { message: NewMessage; sending: Sending };

/**
 * Where messages of all requests wait for the next commit. One statement is under way at a time and takes what came while
 * the one before it was: a lone message waits for nobody, and under load one commit serves hundreds.
 */
export class MessageQueue {
  readonly #wake: (loop: string) => void;
  /** By workspace, so that no statement holds rows of two; the first in turn is written next. */
  readonly #waiting = new Map<string, Waiting[]>();
  /** When it was last written that a source sent something. */
  readonly #noted = new Map<string, number>();
  #rows = 0;
  #bytes = 0;
  #isWriting = false;

  constructor(wake: (loop: string) => void) {
    this.#wake = wake;
  }

  /**
   * Returns when every message is committed, was there already, or is parked with its fault. Throws `capture.busy` with
   * nothing stored when too much waits, and `capture.unavailable` when some could not be stored now: sending all of them
   * again stores what is missing, and only that.
   */
  async store(ctx: Ctx, messages: readonly NewMessage[]): Promise<void> {
    if (messages.length === 0) return;
    const bytes = messages.reduce((sum, { body }) => sum + body.length, 0);
    if (this.#rows > 0 && (this.#rows + messages.length > rowsWaiting || this.#bytes + bytes > bytesWaiting)) {
      throw new BatonError('unavailable', 'capture.busy', 'More arrives than can be stored. Send it again.', {
        retryAfter: 1,
      });
    }
    this.#rows += messages.length;
    this.#bytes += bytes;
    await new Promise<void>((resolve, reject) => {
      const sending: Sending = {
        ctx,
        left: messages.length,
        problem: null,
        end: () => (sending.problem === null ? resolve() : reject(sending.problem)),
      };
      const waiting = this.#waiting.get(ctx.workspace) ?? [];
      for (const message of messages) waiting.push({ message, sending });
      this.#waiting.set(ctx.workspace, waiting);
      // What other requests bring in this turn of the event loop goes along.
      if (!this.#isWriting) setImmediate(() => void this.#writeAll());
      this.#isWriting = true;
    });
  }

  async #writeAll(): Promise<void> {
    for (let rows = this.#takeNext(); rows.length > 0; rows = this.#takeNext()) {
      await this.#write(rows);
      this.#wake('process-inbound');
    }
    this.#isWriting = false;
  }

  /** The next rows of the workspace whose turn it is; what it has left waits for its next turn. */
  #takeNext(): Waiting[] {
    for (const [workspace, waiting] of this.#waiting) {
      let count = 0;
      for (let bytes = 0; count < Math.min(rowsAtOnce, waiting.length); count += 1) {
        bytes += waiting[count]?.message.body.length ?? 0;
        if (count > 0 && bytes > bytesAtOnce) break;
      }
      this.#waiting.delete(workspace);
      if (count < waiting.length) this.#waiting.set(workspace, waiting.slice(count));
      return waiting.slice(0, count);
    }
    return [];
  }

  /** Stores rows, in halves where the database refuses the data of one, until the one stands alone and is parked. */
  async #write(rows: readonly Waiting[], problem: unknown = null): Promise<void> {
    const ctx = rows.at(-1)?.sending.ctx as Ctx;
    try {
      await this.#insert(
        ctx,
        problem === null ? rows.map(({ message }) => message) : rows.map((row) => park(row, problem)),
      );
      await this.#noteSources(ctx, new Set(rows.map(({ message }) => message.sourceId)));
      this.#settle(rows, null);
    } catch (error) {
      const isData = problem === null && isDataError(error);
      if (isData && rows.length === 1) return this.#write(rows, error);
      if (isData) {
        const middle = Math.ceil(rows.length / 2);
        await this.#write(rows.slice(0, middle));
        return this.#write(rows.slice(middle));
      }
      ctx.log.warn({ err: error }, 'messages could not be stored; their senders send them again');
      this.#settle(rows, toPassing(error));
    }
  }

  async #insert(ctx: Ctx, messages: readonly NewMessage[]): Promise<void> {
    try {
      await insertMessages(ctx, messages);
    } catch (error) {
      if (!hasCode(error, /^23514$/)) throw error;
      // No partition for the day: this machine slept, or no worker runs. The days are made here, then.
      await ensureDays(ctx, 3);
      await insertMessages(ctx, messages);
    }
  }

  async #noteSources(ctx: Ctx, sourceIds: Iterable<string>): Promise<void> {
    const at = ctx.now.getTime();
    for (const id of sourceIds) {
      if (at - (this.#noted.get(id) ?? 0) < noteEvery) continue;
      this.#noted.set(id, at);
      await noteSource(ctx, id, new Date(at - noteEvery));
    }
  }

  #settle(rows: readonly Waiting[], problem: unknown): void {
    for (const { message, sending } of rows) {
      this.#rows -= 1;
      this.#bytes -= message.body.length;
      sending.problem ??= problem;
      sending.left -= 1;
      if (sending.left === 0) sending.end();
    }
  }
}

function park({ message, sending }: Waiting, problem: unknown): NewMessage {
  const detail = problem instanceof Error ? problem.message : 'unknown';
  const fault = { code: 'message.not-storable', problem: `The database refused it: ${detail}`.slice(0, 500) };
  return { ...message, fault: message.fault ?? { id: newId(sending.ctx.now), ...fault } };
}

/** Whatever it was, it may pass: clients send again after a 503, and drop for ever after most other answers. */
const toPassing = (cause: unknown): BatonError =>
  new BatonError('unavailable', 'capture.unavailable', 'This cannot be stored right now. Send it again.', {
    retryAfter: 2,
    cause,
  });

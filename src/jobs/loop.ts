import type { JobCtx, JobParts } from './job.ts';

/**
 * Work that must follow its cause within a moment: the log of what arrived, clocks. Unlike a job it has no row in a queue;
 * what is owed stands in its own table. `run` does one round and says whether more is waiting.
 */
export type Loop = {
  readonly name: string;
  /** How long it rests when nothing is waiting, in milliseconds. */
  readonly every: number;
  readonly run: (ctx: JobCtx) => Promise<boolean>;
  /** The loop that goes on with what a round of this one has done: it is woken after each that has done something. */
  readonly wakes?: string;
  /** Leaves one round out after the clock of the machine has leapt ahead: what time decides, a wrong time would decide. */
  readonly holdsAfterLeap?: true;
};

/** By so many milliseconds the clock of the machine may run ahead of an even one between two rounds. */
const leap = 60_000;

export type Loops = {
  /** Ends the rest of a loop: its cause has just been committed in this process. */
  wake(name: string): void;
  /** Calls `listener` after each round that has done something. */
  onWork(listener: () => void): void;
  /** Lets the rounds under way end. */
  stop(): Promise<void>;
};

/** After a round that failed a loop rests so long, and twice as long each time, up to the second. */
const [firstPause, longestPause] = [500, 30_000];

/**
 * Runs each loop by itself until it is stopped. A failing round is logged and tried again; nothing else stops for it.
 *
 * @param steady milliseconds of a clock that nobody sets
 */
export function startLoops(loops: readonly Loop[], parts: JobParts, steady = () => performance.now()): Loops {
  const listeners: (() => void)[] = [];
  const wake = (name: string) => runners.find((runner) => runner.name === name)?.wake();
  const tell = ({ wakes }: Loop) => {
    if (wakes !== undefined) wake(wakes);
    for (const listener of listeners) listener();
  };
  const runners = loops.map((loop) => startLoop(loop, parts, { tell, steady }));
  return {
    onWork: (listener) => void listeners.push(listener),
    wake,
    async stop() {
      await Promise.all(runners.map((runner) => runner.stop()));
    },
  };
}

function startLoop(
  loop: Loop,
  parts: JobParts,
  { tell, steady }: { tell: (loop: Loop) => void; steady: () => number },
) {
  let stopped = false;
  let wanted = false;
  let endRest: (() => void) | null = null;
  const rest = (milliseconds: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(done, milliseconds);
      function done() {
        clearTimeout(timer);
        endRest = null;
        resolve();
      }
      endRest = done;
    });
  let ahead: number | null = null;
  /** How far the clock of the machine has run ahead of an even one since the last round. */
  const readLeap = () => {
    const before = ahead;
    ahead = parts.clock().getTime() - steady();
    return before === null ? 0 : ahead - before;
  };
  const turn = async () => {
    let pause = firstPause;
    while (!stopped) {
      wanted = false;
      const leapt = readLeap();
      if (loop.holdsAfterLeap && leapt > leap) {
        parts.log.warn(
          { loop: loop.name, milliseconds: Math.round(leapt) },
          'the clock leapt ahead; one round is left out',
        );
        await rest(loop.every);
        continue;
      }
      try {
        const more = await runLoop(loop, parts);
        pause = firstPause;
        if (more) tell(loop);
        if (!(more || wanted || stopped)) await rest(loop.every);
      } catch (error) {
        parts.log.error({ err: error, loop: loop.name }, 'a loop failed; it is tried again');
        if (!stopped) await rest(pause);
        pause = Math.min(longestPause, pause * 2);
      }
    }
  };
  const running = turn();
  return {
    name: loop.name,
    wake() {
      wanted = true;
      endRest?.();
    },
    async stop() {
      stopped = true;
      endRest?.();
      await running;
    },
  };
}

/** Runs one round of a loop, as of now. */
export function runLoop(loop: Loop, { databases, clock, log, enqueue, sealer, publicUrl }: JobParts): Promise<boolean> {
  const requestId = `loop:${loop.name}`;
  const ctx: JobCtx = {
    db: databases.workers,
    now: clock(),
    requestId,
    log,
    enqueue,
    sealer,
    publicUrl: publicUrl(),
  };
  return loop.run(ctx);
}

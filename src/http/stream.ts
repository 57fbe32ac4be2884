import { PassThrough } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Contract } from '../core/contract.ts';

/** What a route with `stream` answers, as far as the stream needs to know. */
type Answered = { data: readonly { id: string }[]; reset: boolean; more: boolean };

/**
 * A stream ends after so long and the browser opens the next one, from where this one ended: who was signed out, or lost a
 * right, is told nothing for longer than this.
 */
const lifetime = 60_000;
/** Proxies close what is silent for longer. */
const heartbeat = 15_000;
/** A browser waits so long before it opens the next one. */
const retry = 250;
/** Other processes are asked so often whether they have written something. */
const pollEvery = 100;

/** Wakes who waits for news of a workspace: at once for what this process wrote, within a moment for what others did. */
export type News = {
  /**
   * `wake` is told where the news end. With `member`, only of news of theirs, or where nobody knows whose they are.
   */
  listen(workspace: string, wake: (newest: string) => void, member?: string): () => void;
  /** This process may have written something: whoever waits is woken, and other processes are told. */
  raise(): void;
  /** Something may have been written, by whomever: whoever waits is woken. */
  look(): void;
  stop(): void;
};

/** Where the news of a workspace end, and of whom those since a place are; null where nobody knows. */
export type Newest = { place: string; members: ReadonlySet<string> | null };
type Listener = { wake: (newest: string) => void; member: string | undefined };

/**
 * @param findNewest reads where the news of a workspace end, having been read to `since`; null where there are none
 * @param tellOthers tells other processes that this one may have written some
 */
export function createNews(
  findNewest: (workspace: string, since: string | null) => Promise<Newest | null>,
  tellOthers: () => void = () => {},
): News {
  const rooms = new Map<string, { newest: string | null; listeners: Set<Listener> }>();
  let timer: NodeJS.Timeout | null = null;
  let isLooking = false;
  let isWanted = false;
  const look = async () => {
    if (isLooking) {
      isWanted = true;
      return;
    }
    isLooking = true;
    do {
      isWanted = false;
      for (const [workspace, room] of rooms) {
        // While the database cannot answer nobody is told; it is asked again in a moment.
        const newest = await findNewest(workspace, room.newest).catch(() => null);
        if (newest === null || newest.place === room.newest) continue;
        room.newest = newest.place;
        const { members } = newest;
        for (const { wake, member } of room.listeners) {
          if (member === undefined || members === null || members.has(member)) wake(newest.place);
        }
      }
    } while (isWanted);
    isLooking = false;
  };
  return {
    listen(workspace, wake, member) {
      const room = rooms.get(workspace) ?? { newest: null, listeners: new Set() };
      rooms.set(workspace, room);
      const listener = { wake, member };
      room.listeners.add(listener);
      timer ??= setInterval(() => void look(), pollEvery).unref();
      return () => {
        room.listeners.delete(listener);
        if (room.listeners.size === 0) rooms.delete(workspace);
        if (rooms.size === 0 && timer !== null) {
          clearInterval(timer);
          timer = null;
        }
      };
    },
    raise() {
      tellOthers();
      if (rooms.size > 0) void look();
    },
    look() {
      if (rooms.size > 0) void look();
    },
    stop() {
      if (timer !== null) clearInterval(timer);
      timer = null;
      rooms.clear();
    },
  };
}

export const wantsStream = (request: FastifyRequest, contract: Contract): boolean =>
  contract.stream !== undefined && (request.headers.accept ?? '').includes('text/event-stream');

type Source = {
  stream: NonNullable<Contract['stream']>;
  news: News;
  workspace: string;
  /** Who is told of nothing but their own. */
  member: string | undefined;
  /** Reads what came after a place; without one it says where now is. Places are parameters of the query. */
  read: (places: Record<string, string>) => Promise<unknown>;
};

/** Sends what a route answers as server-sent events, as it comes; a browser that was away goes on by `Last-Event-ID`. */
export async function sendStream(
  request: FastifyRequest,
  reply: FastifyReply,
  { stream, news, workspace, member, read }: Source,
): Promise<FastifyReply> {
  const asked = request.headers['last-event-id'];
  const query = request.query as Record<string, string | undefined>;
  const from = typeof asked === 'string' && /^[\w-]{1,50}$/.test(asked) ? asked : query[stream.after];
  let isAwake = false;
  let until: string | undefined;
  let wake: (() => void) | null = null;
  // Before the first reading: what is written meanwhile is news.
  const stopListening = news.listen(
    workspace,
    (newest) => {
      isAwake = true;
      until = newest;
      wake?.();
    },
    member,
  );
  const readOn = async (after: string | undefined, until?: string) => {
    const places = {
      ...(after === undefined ? {} : { [stream.after]: after }),
      ...(until === undefined ? {} : { [stream.until]: until }),
    };
    return toAnswered(await read(places), stream.last);
  };
  // The first answer may be a refusal, which is no stream yet.
  let answer = await readOn(from).catch((error: unknown) => {
    stopListening();
    throw error;
  });
  const out = new PassThrough();
  openStreams.get(request.server)?.add(out);
  const endsAt = setTimeout(() => out.end(), lifetime).unref();
  const beat = setInterval(() => out.write(': still here\n\n'), heartbeat).unref();
  out.once('close', () => {
    clearTimeout(endsAt);
    clearInterval(beat);
    stopListening();
    wake?.();
    openStreams.get(request.server)?.delete(out);
  });
  request.raw.once('close', () => out.destroy());
  const follow = async () => {
    // A connection may break after any line: what is not sent yet must come after the id that was.
    const place = from === undefined || answer.reset ? answer.lastId : from;
    out.write(`retry: ${retry}\nevent: ${answer.reset ? 'reset' : 'ready'}\nid: ${place}\ndata: {}\n\n`);
    for (;;) {
      const items = answer.data.map((item) => `id: ${item.id}\ndata: ${JSON.stringify(item)}\n\n`);
      if (items.length > 0 || answer.more) out.write(`${items.join('')}id: ${answer.lastId}\n\n`);
      if (!answer.more && !isAwake) await new Promise<void>((resolve) => (wake = resolve));
      isAwake = false;
      if (out.destroyed || out.writableEnded) return;
      answer = await readOn(answer.lastId, until);
    }
  };
  follow().catch((error: unknown) => {
    request.log.error({ err: error }, 'a stream ended; the browser opens the next one');
    out.end();
  });
  reply.header('cache-control', 'no-store').header('x-accel-buffering', 'no');
  return reply.type('text/event-stream; charset=utf-8').serializer(String).send(out);
}

/** A contract with `stream` has answered in its shape. */
function toAnswered(body: unknown, last: string): Answered & { lastId: string } {
  const answered = body as Answered & Record<string, string>;
  return { data: answered.data, reset: answered.reset, more: answered.more, lastId: answered[last] ?? '' };
}

const openStreams = new WeakMap<FastifyInstance, Set<PassThrough>>();

/** Lets streams end when the server stops; else it would wait for them. */
export function endStreamsAtClose(server: FastifyInstance): void {
  const streams = new Set<PassThrough>();
  openStreams.set(server, streams);
  server.addHook('preClose', async () => {
    for (const one of streams) one.end();
  });
}

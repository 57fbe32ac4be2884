import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createTeam, listTeams } from '../src/features/teams/schema.ts';
import { callServer, end, postmasterPid, type ServerProcess, setUp, startServer } from './server-process.ts';

/** The suite kills 5 times; `KILL_ROUNDS=20 npx vitest run test/crash.test.ts` is the longer trial. */
const rounds = Number(process.env.KILL_ROUNDS ?? 5);
const seed = Number(process.env.KILL_SEED ?? 1);

/** mulberry32: the same moments for the same seed. */
function createRandom(state: number): () => number {
  let a = state;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

describe.skipIf(process.env.DATABASE_URL)('a kill at any moment', () => {
  let server: ServerProcess | undefined;
  let home: string;
  afterAll(async () => {
    if (server) await end(server.process, 'SIGTERM');
    await rm(home, { recursive: true, force: true });
  });

  it('loses nothing that was acknowledged, doubles nothing, and needs no hand', {
    timeout: 60_000 + rounds * 15_000,
  }, async () => {
    home = await mkdtemp(path.join(tmpdir(), 'baton-crash-'));
    const random = createRandom(seed);
    server = await startServer(home);
    const owner = await setUp(server.url);
    const acknowledged = new Set<string>();
    let sent = 0;
    const backAfter: string[] = [];

    for (let round = 0; round < rounds; round += 1) {
      const target = (['node', 'postgres', 'both'] as const)[round % 3] as 'node' | 'postgres' | 'both';
      const deadline = performance.now() + 20 + random() * 400;
      const pid = postmasterPid(home);
      // Four writers at once, each write with a key of its own, so that a retry after the kill is harmless.
      let killed = false;
      const writer = async () => {
        while (!killed) {
          sent += 1;
          const name = `Team ${sent}`;
          const input = {
            body: { name, department: 'sales', leadId: null },
            headers: { 'idempotency-key': name.replace(' ', '-') },
          } as const;
          const answer = await callServer((server as ServerProcess).url, owner, createTeam, input);
          if (answer?.status === 201) acknowledged.add(name);
        }
      };
      const writers = Array.from({ length: 4 }, writer);
      while (performance.now() < deadline) await new Promise((resolve) => setImmediate(resolve));
      if (target !== 'node') process.kill(pid, 'SIGKILL');
      if (target !== 'postgres') await end(server.process, 'SIGKILL');
      const killedAt = performance.now();
      killed = true;
      await Promise.all(writers);
      if (target !== 'postgres') server = await startServer(home);
      let list = await callServer(server.url, owner, listTeams, {});
      while (list?.status !== 200) {
        if (performance.now() - killedAt > 5_000)
          throw new Error(`no answer 5 s after the kill of ${target}: ${server.output()}`);
        list = await callServer(server.url, owner, listTeams, {});
      }
      backAfter.push(`${target} ${Math.round(performance.now() - killedAt)} ms`);
      const names = list.body.data.map((team) => team.name);
      expect(new Set(names).size, 'a write is there twice').toBe(names.length);
      expect(
        [...acknowledged].filter((name) => !names.includes(name)),
        'an acknowledged write is gone',
      ).toEqual([]);
    }
    expect(acknowledged.size).toBeGreaterThan(rounds);
    console.log(`${acknowledged.size} acknowledged of ${sent} sent; back after: ${backAfter.join(', ')}`);
  });
});

describe.skipIf(process.env.DATABASE_URL)('one folder', () => {
  it('is served by one of two processes; the other names its pid', { timeout: 60_000 }, async () => {
    const home = await mkdtemp(path.join(tmpdir(), 'baton-two-'));
    const results = await Promise.allSettled([startServer(home), startServer(home)]);
    const started = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [String(result.reason)] : []));
    expect(started).toHaveLength(1);
    expect(refused[0]).toContain(String(started[0]?.process.pid));
    const began = performance.now();
    await expect(startServer(home)).rejects.toThrow(/in use|pid/i);
    expect(performance.now() - began).toBeLessThan(3_000);
    const [server] = started;
    if (server) expect(await end(server.process, 'SIGTERM')).toBe(0);
    await rm(home, { recursive: true, force: true });
  });
});

import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import type { ImportLoad } from '../../db/import-tables.ts';
import { findRelayInForce } from '../agreements/find-relay.ts';
import { recordChange } from '../audit/record-change.ts';
import { judgeContacts } from '../qualification/judge-contacts.ts';
import { previewWave } from '../qualification/preview-wave.ts';
import { listLoads } from '../routing/list-loads.ts';
import { giveImport } from './give-import.ts';
import type { Import } from './schema.ts';
import { type ImportRecord, lockImport, selectImport, selectPeople, updateImport } from './store.ts';

/** So many people are handed over in one transaction, which holds up all other routing of the workspace. */
const peopleAtOnce = 200;

function requireLive({ how, status, versionId }: ImportRecord): void {
  if (how !== 'live') {
    const history = 'This import was brought in as history, which hands nobody over.';
    throw new BatonError('conflict', 'import.is-history', history);
  }
  if (status !== 'done') throw new BatonError('conflict', 'import.not-done', 'It is not done yet. Wait until it is.');
  if (versionId !== null) throw new BatonError('conflict', 'import.released', 'It was released already.');
}

/** Has the load of an import computed again, such as after caps were changed; a job does it. */
export async function requestLoad(ctx: Ctx, importId: string): Promise<Import> {
  return tx(ctx, async (ctx) => {
    requireLive(await lockImport(ctx, importId));
    await updateImport(ctx, importId, { load: null });
    await recordChange(ctx, { verb: 'import.load-asked', object: 'import', objectId: importId });
    await ctx.enqueue(ctx.db, 'measure-import', { workspace: ctx.workspace, importId });
    return giveImport(await selectImport(ctx, importId));
  });
}

/**
 * Says what a live import would cause now, by the agreement in force: how many qualify, who would be offered how many of them
 * within the caps, and how many would wait. Judges its people and hands nobody over.
 */
export async function measureLoad(ctx: Ctx, importId: string): Promise<void> {
  await tx(ctx, async (ctx) => {
    const { how, status, versionId } = await lockImport(ctx, importId);
    const relay = await findRelayInForce(ctx);
    if (how !== 'live' || status !== 'done' || versionId !== null || relay === null) return;
    const { qualified, incomplete, queued, added } = await previewWave(ctx, relay, await listPeople(ctx, importId));
    const loads = await listLoads(ctx, [...added.keys()]);
    const load: ImportLoad = {
      ...{ version: relay.version.id, qualified, incomplete, queued },
      members: loads.map((member) => ({ ...member, added: added.get(member.memberId) ?? 0 })),
    };
    await updateImport(ctx, importId, { load: JSON.stringify(load) });
  });
}

/**
 * Lets the people of a live import qualify, by whoever names the agreement and the number that they were shown; a job does it.
 * Nobody's open load rises above their cap: the rest waits in the queue.
 */
export async function releaseImport(
  ctx: Ctx,
  importId: string,
  { version, qualified }: { version: string; qualified: number },
): Promise<Import> {
  return tx(ctx, async (ctx) => {
    const given = await lockImport(ctx, importId);
    requireLive(given);
    const relay = await findRelayInForce(ctx);
    const { load } = given;
    if (load === null || load.qualified !== qualified || load.version !== version || relay?.version.id !== version) {
      const changed = 'The load is not what you were shown. Have it computed again, and look at it.';
      throw new BatonError('conflict', 'import.load-changed', changed);
    }
    await updateImport(ctx, importId, { versionId: version });
    const after = { version, qualified };
    await recordChange(ctx, { verb: 'import.released', object: 'import', objectId: importId, after });
    await ctx.enqueue(ctx.db, 'release-import', { workspace: ctx.workspace, importId });
    return giveImport(await selectImport(ctx, importId));
  });
}

/** Hands over who qualifies, part by part; begun again, it hands nobody over twice. Another agreement since then is the end of it. */
export async function handOver(ctx: Ctx, importId: string): Promise<void> {
  const { versionId } = await selectImport(ctx, importId);
  const relay = await findRelayInForce(ctx);
  if (versionId === null || relay?.version.id !== versionId) return;
  for (let after: string | null = null; ; ) {
    const ids = await selectPeople(ctx, importId, after, peopleAtOnce);
    if (ids.length === 0) return;
    await tx(ctx, (ctx) => judgeContacts(ctx, relay, new Map(ids.map((id) => [id, 'wave']))));
    after = ids.at(-1) ?? null;
  }
}

async function listPeople(ctx: Ctx, importId: string): Promise<string[]> {
  const all: string[] = [];
  for (let after: string | null = null; ; ) {
    const ids = await selectPeople(ctx, importId, after, 5_000);
    if (ids.length === 0) return all;
    all.push(...ids);
    after = ids.at(-1) ?? null;
  }
}

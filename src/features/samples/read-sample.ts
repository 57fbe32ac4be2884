import type { Ctx, WorkspaceId } from '../../context.ts';
import type { SampleState } from '../../db/sample-tables.ts';
import { findSampleOf } from '../../db/workspaces.ts';
import { type Sample, usualPeople } from './schema.ts';
import { findSample } from './store.ts';

/** How far the sample company is, asked from the workspace or from within the sample. */
export async function readSample(ctx: Ctx): Promise<Sample> {
  const row = await findSample(await findHome(ctx));
  if (row === undefined) return { status: 'none', percent: 0, people: usualPeople, askedAt: null };
  const { percent, people, askedAt } = row;
  return { status: statusOf(row, ctx.now), percent, people, askedAt: askedAt.toISOString() };
}

/** A making takes a minute; one that was asked for so long ago was lost with its process. */
const lostAfter = 10 * 60_000;
export const lostBefore = (now: Date): Date => new Date(now.getTime() - lostAfter);

/** How far a sample is; one that was lost has failed. */
export function statusOf({ status, askedAt }: { status: SampleState; askedAt: Date }, now: Date): SampleState {
  return status !== 'ready' && askedAt < lostBefore(now) ? 'failed' : status;
}

/** The ctx of the real workspace, wherever the caller is at the moment. */
export async function findHome(ctx: Ctx): Promise<Ctx> {
  const home = await findSampleOf(ctx.db, ctx.workspace);
  return home === null ? ctx : { ...ctx, workspace: home };
}

/** As the id of a workspace: it was read from the row of the home's sample. */
export const asWorkspace = (sampleId: string): WorkspaceId => sampleId as WorkspaceId;

import { setImmediate } from 'node:timers/promises';
import { type Ctx, tx } from '../../context.ts';
import type { RowRules } from '../../core/imports/read-row.ts';
import { inChunks } from '../../db/chunks.ts';
import { findRelayInForce } from '../agreements/find-relay.ts';
import { recordChange } from '../audit/record-change.ts';
import { noteDuplicates } from '../duplicates/note-duplicates.ts';
import { markContacts } from '../marks/mark-contacts.ts';
import { judgeContacts } from '../qualification/judge-contacts.ts';
import { ensureTouchMonths } from '../touches/ensure-touch-months.ts';
import { findFirstTouches } from '../touches/find-first-touches.ts';
import { PartProgress } from './follow-part.ts';
import {
  chunkRows,
  countRows,
  createPlanners,
  type DraftedRow,
  type PlannedRow,
  planRows,
  readRows,
  readRules,
} from './plan-rows.ts';
import { joinImport, lockCursor, selectImport, selectRows, updateImport, updateRows } from './store.ts';
import { writeRecords } from './write-records.ts';

/** Reading so many rows takes a few milliseconds; in between, requests are answered and the database is given more to do. */
const rowsBetween = 200;

/**
 * Brings the next rows of an import in, part by part, each in one transaction with the note of how far it has come: a stop at
 * any instant loses nothing and doubles nothing. While one part is written the next is read, and written as well, a step behind,
 * where no record is spoken of in both. Says whether there is more.
 */
export async function advanceImport(ctx: Ctx, importId: string, parts = 1, rowsAtOnce = chunkRows): Promise<boolean> {
  const seen = await selectImport(ctx, importId);
  if (seen.status !== 'running') return false;
  const rules = await readRules(ctx, seen);
  const read = (after: number) => {
    const drafts = readPart(ctx, importId, rules, after, rowsAtOnce);
    // Whoever awaits it is told; until then a failure is nobody's.
    drafts.catch(() => {});
    return drafts;
  };
  let next = read(seen.cursor);
  let cursor = seen.cursor;
  let before: WrittenPart | null = null;
  for (let part = 1; part <= parts && (part === 1 || cursor < seen.rowCount); part += 1) {
    const drafts: DraftedRow[] = await next.catch(async (error: unknown) => {
      await before?.outcome.catch(() => {});
      throw error;
    });
    const after = drafts.at(-1)?.number ?? seen.rowCount;
    if (part < parts && after < seen.rowCount) next = read(after);
    const refs = listRefs(drafts);
    // Where both speak of one record, the later part has to find what the earlier one makes of it.
    const beside = before?.refs.isDisjointFrom(refs) ? before : null;
    if (before !== null && beside === null) {
      const outcome = await before.outcome;
      if (outcome !== 'more') return outcome === 'moved';
    }
    const written = startPart(ctx, importId, cursor, drafts, refs, beside);
    if (beside !== null) {
      const outcome = await endPart(beside, written);
      if (outcome !== 'more') return outcome === 'moved';
    }
    before = written;
    cursor = after;
  }
  const outcome = await before?.outcome;
  return outcome === 'more' || outcome === 'moved';
}

type Outcome = 'more' | 'done' | 'moved';
type WrittenPart = { outcome: Promise<Outcome>; progress: PartProgress; refs: Set<string> };

function startPart(
  ctx: Ctx,
  importId: string,
  cursor: number,
  drafts: readonly DraftedRow[],
  refs: Set<string>,
  before: WrittenPart | null,
): WrittenPart {
  const progress = new PartProgress(before?.progress ?? null);
  const outcome = writePart(ctx, importId, cursor, drafts, progress).then(
    (outcome) => {
      if (outcome === 'more') progress.done('commit');
      else progress.abandon();
      return outcome;
    },
    (error: unknown) => {
      progress.abandon();
      throw error;
    },
  );
  outcome.catch(() => {});
  return { outcome, progress, refs };
}

/** The outcome of a part that another one follows; where that is not to go on, when it has not. */
async function endPart(part: WrittenPart, following: WrittenPart): Promise<Outcome> {
  try {
    const outcome = await part.outcome;
    if (outcome !== 'more') await following.outcome.catch(() => {});
    return outcome;
  } catch (error) {
    await following.outcome.catch(() => {});
    throw error;
  }
}

/** Under what names rows speak of records of any kind. */
function listRefs(drafts: readonly DraftedRow[]): Set<string> {
  const refs = new Set<string>();
  for (const { draft } of drafts) {
    for (const object of ['account', 'contact', 'deal', 'touch', 'entry'] as const) {
      const one = draft[object];
      for (const ref of one === null ? [] : [...one.find, ...one.gives]) refs.add(`${object} ${ref}`);
    }
    for (const { draft: owner } of draft.owners) for (const ref of owner.find) refs.add(`member ${ref}`);
  }
  return refs;
}

async function readPart(
  ctx: Ctx,
  importId: string,
  rules: RowRules,
  after: number,
  rowsAtOnce: number,
): Promise<DraftedRow[]> {
  const rows = await selectRows(ctx, importId, after, rowsAtOnce);
  const drafts: DraftedRow[] = [];
  for (let at = 0; at < rows.length; at += rowsBetween) {
    drafts.push(...readRows(rows.slice(at, at + rowsBetween), rules));
    await setImmediate();
  }
  return drafts;
}

/** `moved` where somebody else was faster: what is next must be read anew. */
async function writePart(
  ctx: Ctx,
  importId: string,
  seen: number,
  drafts: readonly DraftedRow[],
  progress: PartProgress,
): Promise<Outcome> {
  // Not before the earlier part has a connection: else all there are could be held by those who wait.
  await progress.follow('plan');
  await ensureTouchMonths(
    ctx,
    drafts.flatMap(({ draft: { touch, entry } }) =>
      [touch?.at ?? [], entry?.object === 'activity' ? (entry.at ?? []) : []].flat(),
    ),
  );
  return tx(ctx, async (ctx) => {
    const joined = await progress.take('plan', async () => {
      const given = await joinImport(ctx, importId, seen);
      // Cancelled, or done by another worker, in the meantime.
      if (given.status !== 'running') return 'done';
      if (given.cursor > seen) return 'moved';
      return { given, ...(await planRows(ctx, given, createPlanners(ctx, given), drafts)) };
    });
    if (typeof joined === 'string') return joined;
    const { planned } = joined;
    await writeRecords(ctx, joined.given, planned, joined.loaded, progress);
    await progress.take('outcome', async () => {
      await noteAlike(ctx, planned);
      await judgeTold(ctx, planned);
      await flagEarlyWins(ctx, planned);
      await updateRows(ctx, importId, planned.map(toOutcome));
    });
    await progress.follow('commit');
    return noteProgress(ctx, importId, seen, planned);
  });
}

async function noteProgress(
  ctx: Ctx,
  importId: string,
  seen: number,
  planned: readonly PlannedRow[],
): Promise<'more' | 'done'> {
  const given = await lockCursor(ctx, importId);
  if (given.cursor !== seen) throw new Error(`Import ${importId} is at row ${given.cursor} and not at ${seen}`);
  const cursor = planned.at(-1)?.number ?? given.rowCount;
  const isLast = cursor >= given.rowCount;
  await updateImport(ctx, importId, {
    cursor,
    counts: JSON.stringify(countRows(given.counts, planned)),
    ...(isLast ? { status: 'done', finishedAt: ctx.now } : {}),
  });
  const after = { rows: `${given.cursor + 1} to ${cursor}`, ...countRows({}, planned) };
  await recordChange(ctx, { verb: 'import.advanced', object: 'import', objectId: importId, after });
  if (isLast && given.how === 'live') {
    await ctx.enqueue(ctx.db, 'measure-import', { workspace: ctx.workspace, importId });
  }
  return isLast ? 'done' : 'more';
}

const toOutcome = ({ number, status, problems, plans, draft }: PlannedRow) => ({
  number,
  status,
  problem: problems.length > 0 ? problems.join(' ') : null,
  recordId: (draft.deal ? plans.deal : (plans.contact ?? plans.account))?.id ?? null,
});

/** Somebody whose e-mail address or number another contact has already may be that contact: people decide. */
async function noteAlike(ctx: Ctx, planned: readonly PlannedRow[]): Promise<void> {
  const pairs = planned.flatMap(({ plans, alike }) =>
    alike.map(({ id, ref }) => ({
      object: 'contact' as const,
      ids: [plans.contact?.id ?? id, id] as const,
      score: ref.startsWith('email:') ? 1 : 0.8,
      reasons: [ref.startsWith('email:') ? 'Same e-mail address.' : 'Same phone number.'],
      foundBy: 'import' as const,
    })),
  );
  await noteDuplicates(ctx, pairs);
}

/** Scores and stages follow what is known now; history qualifies nobody, so no handoff and no clock comes of it. */
async function judgeTold(ctx: Ctx, planned: readonly PlannedRow[]): Promise<void> {
  const told = planned.filter(({ status }) => status === 'created' || status === 'updated');
  if (told.length === 0) return;
  const relay = await findRelayInForce(ctx);
  // Without an agreement nothing but their touches counts, and counting can wait for a moment.
  if (relay === null) return markContacts(ctx, listCauses(told.filter(bringsTouch)));
  for (const some of inChunks([...listCauses(told)])) await judgeContacts(ctx, relay, new Map(some));
}

const bringsTouch = ({ plans }: PlannedRow): boolean =>
  plans.touch?.outcome === 'created' || plans.activity?.outcome === 'created';

const listCauses = (planned: readonly PlannedRow[]) =>
  new Map(planned.flatMap(({ plans: { contact } }) => (contact?.id ? [[contact.id, 'import'] as const] : [])));

/** A deal that was won before anybody knew its contact is kept as the file says, and told: no duration is made of it. */
async function flagEarlyWins(ctx: Ctx, planned: readonly PlannedRow[]): Promise<void> {
  const won = planned.flatMap((row) => {
    const { deal, contact } = row.plans;
    const at = deal?.values.wonAt;
    return typeof at === 'number' && contact?.id ? [{ row, at, contactId: contact.id }] : [];
  });
  const first = await findFirstTouches(ctx, [...new Set(won.map(({ contactId }) => contactId))]);
  for (const { row, at, contactId } of won) {
    if (at < (first.get(contactId) ?? at)) row.problems.push('The deal was won before the first touch of its contact.');
  }
}

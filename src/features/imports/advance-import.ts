import { setImmediate } from 'node:timers/promises';
import { type Ctx, tx } from '../../context.ts';
import type { RowRules } from '../../core/imports/read-row.ts';
import type { QualificationCause } from '../../core/qualification/qualify.ts';
import { inChunks } from '../../db/chunks.ts';
import { findRelayInForce } from '../agreements/find-relay.ts';
import { recordChange } from '../audit/record-change.ts';
import { noteDuplicates } from '../duplicates/note-duplicates.ts';
import { judgeContacts } from '../qualification/judge-contacts.ts';
import { markContacts } from '../qualification/mark-contacts.ts';
import { ensureTouchMonths } from '../touches/ensure-touch-months.ts';
import { findFirstTouches } from '../touches/find-first-touches.ts';
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
import { lockImport, selectImport, selectRows, updateImport, updateRows } from './store.ts';
import { writeRecords } from './write-records.ts';

/** Reading so many rows takes a few milliseconds; in between, requests are answered and the database is given more to do. */
const rowsBetween = 200;

/**
 * Brings the next rows of an import in, part by part, each in one transaction with the note of how far it has come: a stop at
 * any instant loses nothing and doubles nothing. While one part is written, the next is read. Says whether there is more.
 */
export async function advanceImport(ctx: Ctx, importId: string, parts = 1): Promise<boolean> {
  const seen = await selectImport(ctx, importId);
  if (seen.status !== 'running') return false;
  const rules = await readRules(ctx, seen);
  let cursor = seen.cursor;
  let next = readPart(ctx, importId, rules, cursor);
  for (let part = 1; part <= parts; part += 1) {
    const drafts = await next;
    const after = drafts.at(-1)?.number ?? cursor;
    next = part < parts ? readPart(ctx, importId, rules, after) : Promise.resolve([]);
    // Whoever awaits it is told; until then a failure is nobody's.
    next.catch(() => {});
    const outcome = await writePart(ctx, importId, cursor, drafts).finally(() => next.catch(() => {}));
    if (outcome !== 'more') return outcome === 'moved';
    cursor = after;
  }
  return true;
}

async function readPart(ctx: Ctx, importId: string, rules: RowRules, after: number): Promise<DraftedRow[]> {
  const rows = await selectRows(ctx, importId, after, chunkRows);
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
): Promise<'more' | 'done' | 'moved'> {
  await ensureTouchMonths(
    ctx,
    drafts.flatMap(({ draft: { touch, entry } }) =>
      [touch?.at ?? [], entry?.object === 'activity' ? (entry.at ?? []) : []].flat(),
    ),
  );
  return tx(ctx, async (ctx) => {
    const given = await lockImport(ctx, importId);
    // Cancelled, or done by another worker, in the meantime.
    if (given.status !== 'running') return 'done';
    if (given.cursor !== seen) return 'moved';
    const { planned, loaded } = await planRows(ctx, given, createPlanners(ctx, given), drafts);
    await writeRecords(ctx, given, planned, loaded);
    await noteAlike(ctx, planned);
    await judgeTold(ctx, planned);
    await flagEarlyWins(ctx, planned);
    await updateRows(ctx, importId, planned.map(toOutcome));
    const counts = countRows(given.counts, planned);
    const cursor = planned.at(-1)?.number ?? given.rowCount;
    const isLast = cursor >= given.rowCount;
    await updateImport(ctx, importId, {
      cursor,
      counts: JSON.stringify(counts),
      ...(isLast ? { status: 'done', finishedAt: ctx.now } : {}),
    });
    const after = { rows: `${given.cursor + 1} to ${cursor}`, ...countRows({}, planned) };
    await recordChange(ctx, { verb: 'import.advanced', object: 'import', objectId: importId, after });
    if (isLast && given.how === 'live') {
      await ctx.enqueue(ctx.db, 'measure-import', { workspace: ctx.workspace, importId });
    }
    return isLast ? 'done' : 'more';
  });
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
  const causes = new Map<string, QualificationCause>();
  for (const { plans, status } of planned) {
    if (plans.contact?.id && (status === 'created' || status === 'updated')) causes.set(plans.contact.id, 'import');
  }
  if (causes.size === 0) return;
  const relay = await findRelayInForce(ctx);
  // Without an agreement their touches are counted, which can wait for a moment.
  if (relay === null) return markContacts(ctx, new Map([...causes.keys()].map((id) => [id, 'import'])));
  for (const some of inChunks([...causes])) await judgeContacts(ctx, relay, new Map(some));
}

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

import type { Ctx } from '../../context.ts';
import { requireFound } from '../../core/version.ts';
import { findRelay } from '../agreements/find-relay.ts';
import { readClocks } from '../clocks/read-clocks.ts';
import type { HandoffClock } from '../clocks/schema.ts';
import { nameMembers } from '../members/name-members.ts';
import { describeConsequence, listMay } from './describe-rejection.ts';
import type { Rejection } from './schema.ts';
import { findRejection, type RejectionRow, selectVotes } from './store.ts';

/** One rejection within reach, with its answer, its clocks and what the caller can do. */
export async function readRejection(ctx: Ctx, rejectionId: string): Promise<Rejection> {
  const row = requireFound('rejection', await findRejection(ctx, rejectionId));
  const [rejection] = await toRejections(ctx, [row]);
  if (rejection === undefined) throw new Error('One row gives one rejection.');
  return rejection;
}

/** Rejections of a list, in its order, in as many statements whatever their number. */
export async function toRejections(ctx: Ctx, rows: readonly RejectionRow[]): Promise<Rejection[]> {
  const votes = Map.groupBy(
    await selectVotes(
      ctx,
      rows.map(({ id }) => id),
    ),
    ({ rejectionId }) => rejectionId,
  );
  const people = rows.flatMap(({ answererId, answeredBy, contestedBy }) => [answererId, answeredBy, contestedBy]);
  const names = await nameMembers(
    ctx,
    people.filter((id) => id !== null),
  );
  const clocks = await readClocks(
    ctx,
    rows.map(({ handoffId }) => handoffId),
  );
  const reasons = await nameReasons(ctx, rows);
  return rows.map((row) =>
    toRejection(ctx, row, {
      names,
      votes: votes.get(row.id) ?? [],
      clocks: clocks.get(row.handoffId) ?? [],
      reason: reasons.get(`${row.versionId} ${row.reason}`) ?? row.reason,
    }),
  );
}

/** What reasons are called in the agreements under which the leads were offered. */
export async function nameReasons(ctx: Ctx, rows: readonly { versionId: string }[]): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const versionId of new Set(rows.map((row) => row.versionId))) {
    const relay = await findRelay(ctx, versionId);
    for (const { key, name } of relay?.agreement.feedback?.reasons ?? []) names.set(`${versionId} ${key}`, name);
  }
  return names;
}

type Known = {
  names: ReadonlyMap<string, string>;
  votes: Awaited<ReturnType<typeof selectVotes>>;
  clocks: HandoffClock[];
  reason: string;
};

function toRejection(ctx: Ctx, row: RejectionRow, { names, votes, clocks, reason }: Known): Rejection {
  const named = (id: string | null) => (id === null ? null : { id, name: names.get(id) ?? '' });
  const said = (by: string | null, at: Date | null, text: string | null) =>
    at === null || text === null ? null : { by: named(by), at: at.toISOString(), text };
  const answer = said(row.answeredBy, row.answeredAt, row.answer);
  const { id, status, handoffId, note, grade, campaign, persona, deadlock, newHandoffId, version } = row;
  const facts = {
    ...{ status, deadlock, newHandoffId },
    answerer: named(row.answererId),
    answer: answer && { ...answer, changes: row.changes },
    contest: said(row.contestedBy, row.contestedAt, row.contest),
    votes: votes.map(({ party, ruling, memberId, name, note, at }) => ({
      ...{ party, ruling, note },
      by: { id: memberId, name },
      at: at.toISOString(),
    })),
  };
  return {
    id,
    handoffId,
    contact: { id: row.contactId, name: row.contactName },
    account: row.accountId === null ? null : { id: row.accountId, name: row.accountName },
    member: { id: row.memberId, name: row.memberName },
    verdict: requireReturn(row),
    reason: { key: row.reason, name: reason, fixer: row.fixer },
    ...{ note, grade, campaign, version },
    persona: persona && { key: persona.key, name: persona.name },
    wakeUpAt: row.wakeUpAt?.toISOString() ?? null,
    openedAt: row.openedAt.toISOString(),
    contestUntil: row.contestUntil?.toISOString() ?? null,
    decidedAt: row.decidedAt?.toISOString() ?? null,
    ...facts,
    consequence: describeConsequence(facts),
    clocks: clocks.filter(({ kind }) => kind === 'answer' || kind === 'arbitrate'),
    ...listMay(ctx, facts, row),
  };
}

function requireReturn({ id, verdict }: RejectionRow): Rejection['verdict'] {
  if (verdict !== null && verdict !== 'accept') return verdict;
  throw new Error(`The handoff of rejection ${id} was not rejected.`);
}

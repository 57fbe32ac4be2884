import type { Ctx } from '../../context.ts';
import type { Reach } from '../../core/access.ts';
import type { Handoff as State } from '../../core/handoff/handoff.ts';
import type { Relay } from '../../core/relay/relay.ts';
import { requireFound } from '../../core/version.ts';
import { findHandoff, type ListedHandoff, listColleagues } from '../../db/handoff-rows.ts';
import { listActivitiesOf, loadWork, type Work } from '../activities/load-work.ts';
import { listAssignments } from '../assignments/list-assignments.ts';
import { listOpenings, listRatings } from '../briefs/list-openings.ts';
import { readClocks } from '../clocks/read-clocks.ts';
import type { HandoffClock } from '../clocks/schema.ts';
import { describeAttempts, listConfirmRequires, listMay, listReasons, listVerdicts } from './describe-work.ts';
import { areAttemptsOver, requireRelay, toHandoff } from './load-handoff.ts';
import { Brief, type Handoff, type HandoffSummary } from './schema.ts';
import { findHolders, listHistory } from './store.ts';

/** So many others of a company are named with a lead. */
const mostColleagues = 25;

/** One handoff with its brief, within reach: names as they stand now, the rest as it was told when it was handed over. */
export async function readHandoff(ctx: Ctx, handoffId: string): Promise<Handoff> {
  const row = requireFound('handoff', await findHandoff(ctx, handoffId));
  const clocks = await readClocks(ctx, [handoffId]);
  const span = { key: row.id, contactId: row.contactId, from: row.offeredAt, to: row.closedAt };
  const work = (await loadWork(ctx, [span])).get(row.id) ?? noWork;
  const relay = await requireRelay(ctx, row.versionId);
  const history = (await listHistory(ctx, [row.contactId])).map(toHandoff);
  const own = history.find(({ id }) => id === row.id);
  if (own === undefined) throw new Error(`The handoff ${row.id} is not among those of its contact.`);
  const handoff = { ...own, attempts: work.attempts, conversations: work.conversations };
  const now = ctx.now.getTime();
  const attemptsOver = await areAttemptsOver(ctx, handoffId);
  const colleagues =
    row.accountId === null ? [] : await listColleagues(ctx, row.accountId, row.contactId, mostColleagues);
  return {
    ...toSummary(row, { handoff, relay, clocks: clocks.get(handoffId) ?? [] }),
    brief: Brief.parse(row.brief),
    colleagues: colleagues.map(({ id, name, email, title, grade }) => ({
      id,
      name: name ?? email ?? '',
      title,
      grade,
    })),
    activities: await listActivitiesOf(ctx, span),
    may: listMay({
      ...{ handoff, history, now, clocks: clocks.get(handoffId) ?? [] },
      ...{ until: row.undo?.until ?? null, rejection: row.rejectionStatus },
      ...(await findRights(ctx, handoffId)),
    }),
    reasons: listReasons({ handoff, relay, attemptsOver, now, by: row.memberId }),
    verdicts: listVerdicts(relay),
    confirmRequires: listConfirmRequires(relay),
    confirm: row.confirm,
    assignments: await listAssignments(ctx, handoffId),
    openings: await listOpenings(ctx, handoffId),
    ratings: await listRatings(ctx, handoffId),
  };
}

/** Handoffs of a list, in its order, in as many statements whatever their number. */
export async function toSummaries(ctx: Ctx, rows: readonly ListedHandoff[]): Promise<HandoffSummary[]> {
  const clocks = await readClocks(
    ctx,
    rows.map(({ id }) => id),
  );
  const work = await loadWork(
    ctx,
    rows.map(({ id, contactId, offeredAt, closedAt }) => ({ key: id, contactId, from: offeredAt, to: closedAt })),
  );
  const relays = new Map<string, Relay>();
  for (const { versionId } of rows) {
    if (!relays.has(versionId)) relays.set(versionId, await requireRelay(ctx, versionId));
  }
  return rows.map((row) => {
    const relay = relays.get(row.versionId);
    if (relay === undefined) throw new Error('Each version of a list was loaded.');
    const { attempts, conversations } = work.get(row.id) ?? noWork;
    const handoff = { state: row.status, attempts, conversations };
    return toSummary(row, { handoff, relay, clocks: clocks.get(row.id) ?? [] });
  });
}

type Known = {
  handoff: Pick<State, 'state' | 'attempts' | 'conversations'>;
  relay: Relay;
  clocks: HandoffClock[];
};

function toSummary(row: ListedHandoff, { handoff, relay, clocks }: Known): HandoffSummary {
  const { id, status, title, email, phone, zone, domain, industry, employees, grade, cycle, number, campaign } = row;
  return {
    id,
    status,
    contact: {
      id: row.contactId,
      name: row.contactName ?? email ?? '',
      title,
      email,
      phone,
      country: row.contactCountry,
      zone,
    },
    account:
      row.accountId === null
        ? null
        : {
            id: row.accountId,
            name: row.accountName ?? domain ?? '',
            domain,
            industry,
            employees,
            country: row.accountCountry,
          },
    member: { id: row.memberId, name: row.memberName },
    grade,
    cycle,
    number,
    campaign,
    expectedValue: row.expectedValue === null ? null : { minor: row.expectedValue, currency: row.currency },
    offeredAt: row.offeredAt.toISOString(),
    acceptedAt: row.acceptedAt?.toISOString() ?? null,
    acceptedBy: row.acceptedBy,
    closedAt: row.closedAt?.toISOString() ?? null,
    confirmedAt: row.confirmedAt?.toISOString() ?? null,
    dealId: row.dealId,
    openedAt: row.openedAt?.toISOString() ?? null,
    attempts: describeAttempts(handoff, relay),
    returned: describeReturn(row, relay),
    undoUntil: row.undo === null ? null : new Date(row.undo.until).toISOString(),
    rejection: row.rejectionId === null ? null : { id: row.rejectionId, status: row.rejectionStatus ?? 'open' },
    follows: row.follows,
    reason: row.line,
    clocks,
    version: row.version,
  };
}

/** How a lead was given back, in the words of the agreement under which it was offered. */
function describeReturn(row: ListedHandoff, { agreement }: Relay): HandoffSummary['returned'] {
  const { verdict, reason, closedAt } = row;
  if (verdict === null || verdict === 'accept' || reason === null || closedAt === null) return null;
  const named = (id: string | null, name: string | null) => (id === null ? null : { id, name: name ?? '' });
  return {
    verdict,
    reason,
    name: agreement.feedback?.reasons.find(({ key }) => key === reason)?.name ?? reason,
    note: row.note,
    at: closedAt.toISOString(),
    by: named(row.verdictBy, row.verdictByName),
    marketingOwner: named(row.marketingOwnerId, row.marketingOwnerName),
    nextStep: row.nextStep,
    wakeUpAt: row.wakeUpAt?.toISOString() ?? null,
    attachedTo:
      row.cancelCause === 'attached'
        ? {
            contact: named(row.attachedContactId, row.attachedName ?? row.attachedEmail),
            handoffId: row.attachedHandoffId,
          }
        : null,
  };
}

/** Whether the caller may work with a lead, and give it to others: as the routes for that would say. */
async function findRights(ctx: Ctx, handoffId: string): Promise<{ works: boolean; assigns: boolean }> {
  const reach = reachOfWorker(ctx);
  const works = reach !== null && (await findHolders({ ...ctx, reach }, [handoffId])).length > 0;
  return { works, assigns: works && reach !== 'own' };
}

function reachOfWorker({ actor }: Ctx): Exclude<Reach, 'visible'> | null {
  if (actor.kind === 'system') return 'all';
  if (actor.kind === 'key') return actor.scopes.includes('handoffs:write') ? 'all' : null;
  if (actor.kind !== 'member' || actor.role === 'admin') return actor.kind === 'member' ? 'all' : null;
  if (actor.role === 'head' || actor.actsFor.length > 0) return 'department';
  if (actor.role === 'lead') return 'team';
  return actor.role === 'member' ? 'own' : null;
}

const noWork: Work = { attempts: [], conversations: [], noShows: 0 };

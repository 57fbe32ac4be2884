import type { Ctx } from '../../context.ts';
import { readReviewState } from '../../core/agreement/review-state.ts';
import { createDayReader } from '../../core/calendar/day.ts';
import { findAgreementInForce } from '../agreements/find-agreement.ts';
import { loadCalendars } from '../calendars/load-calendars.ts';
import { findAcknowledgeBy } from '../routing/find-acknowledge-by.ts';
import { readWorkspace } from '../workspaces/read-workspace.ts';
import { type Exception, type ExceptionReport, exceptionKinds } from './schema.ts';
import { type ExceptionRow, selectExceptions, selectUnacknowledged } from './store.ts';

/** So many of each kind are shown: the rest is one click away. */
const mostEach = 5;

/** What needs somebody today: see the contract. */
export async function reportExceptions(ctx: Ctx): Promise<ExceptionReport> {
  const rows = await selectExceptions(ctx, mostEach);
  const groups = exceptionKinds.flatMap((kind) => {
    const own = rows.filter((row) => row.kind === kind);
    const [first] = own;
    return first === undefined ? [] : [{ kind, count: first.count, value: first.total, data: own.map(toException) }];
  });
  return { asOf: ctx.now.toISOString(), groups, ...(await findUnconfirmed(ctx)) };
}

async function findUnconfirmed(ctx: Ctx): Promise<Pick<ExceptionReport, 'review' | 'unacknowledged'>> {
  const version = await findAgreementInForce(ctx);
  if (version === null) return { review: null, unacknowledged: { count: 0, data: [] } };
  const { id, agreement, inForceFrom } = version;
  const zone = agreement.calendar?.timezone ?? (await readWorkspace(ctx)).zone;
  const day = agreement.term.review;
  const state = readReviewState(day, createDayReader(zone)(ctx.now.getTime()));
  const calendars = await loadCalendars(ctx, { version, agreement }, []);
  const isDue = ctx.now.getTime() > (await findAcknowledgeBy(ctx, inForceFrom.getTime(), calendars));
  const missing = isDue ? await selectUnacknowledged(ctx, id, mostEach) : [];
  return {
    review: day !== undefined && (state === 'soon' || state === 'overdue') ? { day, state } : null,
    unacknowledged: { count: missing[0]?.count ?? 0, data: missing.map(({ id, name }) => ({ id, name })) },
  };
}

function toException(row: ExceptionRow): Exception {
  const { id, department, clock, clause, handoffId, rejectionId, value } = row;
  return {
    ...{ id, department, clock, clause, handoffId, rejectionId, value },
    contact: { id: row.contactId, name: row.contactName },
    account: row.accountName,
    member: row.memberId === null ? null : { id: row.memberId, name: row.memberName ?? '' },
    dueAt: row.dueAt?.toISOString() ?? null,
    since: row.since.toISOString(),
  };
}

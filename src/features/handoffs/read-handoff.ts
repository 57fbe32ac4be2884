import type { Ctx } from '../../context.ts';
import { requireFound } from '../../core/version.ts';
import { readClocks } from '../clocks/read-clocks.ts';
import { Brief, type Handoff, type HandoffClock, type HandoffSummary } from './schema.ts';
import { findHandoff, type HandoffRow, listColleagues } from './store.ts';

/** So many others of a company are named with a lead. */
const mostColleagues = 25;

/** One handoff with its brief, within reach: names as they stand now, the rest as it was told when it was handed over. */
export async function readHandoff(ctx: Ctx, handoffId: string): Promise<Handoff> {
  const row = requireFound('handoff', await findHandoff(ctx, handoffId));
  const clocks = await readClocks(ctx, [handoffId]);
  const colleagues =
    row.accountId === null ? [] : await listColleagues(ctx, row.accountId, row.contactId, mostColleagues);
  return {
    ...toSummary(row, clocks.get(handoffId) ?? []),
    brief: Brief.parse(row.brief),
    colleagues: colleagues.map(({ id, name, email, title, grade }) => ({
      id,
      name: name ?? email ?? '',
      title,
      grade,
    })),
  };
}

export function toSummary(row: Omit<HandoffRow, 'brief'>, clocks: HandoffClock[]): HandoffSummary {
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
    reason: row.line,
    clocks,
    version: row.version,
  };
}

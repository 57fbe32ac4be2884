import type { Ctx } from '../../context.ts';
import type { Attempt } from '../../core/handoff/attempts.ts';
import { readWork } from '../../core/handoff/work-log.ts';
import { toActivity } from './read-activity.ts';
import type { Activity } from './schema.ts';
import { listSpan, type Span, selectWork } from './store.ts';

/** What was done to reach somebody in the time of a handoff. */
export type Work = {
  attempts: Attempt[];
  /** Epoch milliseconds, the first first. */
  conversations: number[];
  /** Meetings to which nobody came. */
  noShows: number;
};

/** Attempts and contacts in both directions of some handoffs, by their keys: one statement whatever their number. */
export async function loadWork(ctx: Ctx, spans: readonly Span[]): Promise<Map<string, Work>> {
  const rows = spans.length === 0 ? [] : await selectWork(ctx, spans);
  const byKey = Map.groupBy(rows, ({ key }) => key);
  return new Map(
    spans.map(({ key }) => {
      const own = (byKey.get(key) ?? []).map(({ at, withdrawnAt, saidAt, ...row }) => ({
        ...row,
        at: at.getTime(),
        withdrawnAt: withdrawnAt?.getTime() ?? null,
        saidAt: saidAt.getTime(),
      }));
      const noShows = own.filter(({ outcome, withdrawnAt }) => outcome === 'no-show' && withdrawnAt === null).length;
      return [key, { ...readWork(own), noShows }];
    }),
  );
}

/** The activities of one handoff, for whoever may read that; the latest first, withdrawn ones too. */
export async function listActivitiesOf(ctx: Ctx, span: Span): Promise<Activity[]> {
  return (await listSpan(ctx, span)).map((row) => toActivity(ctx, row));
}

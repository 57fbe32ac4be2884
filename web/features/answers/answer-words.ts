/** What rejections, rulings and changes are called on the screen. */
import type { z } from 'zod';
import type { answerRejection, Rejection } from '../../../src/features/feedback/schema.ts';

type Status = Rejection['status'];
export type Ruling = Rejection['votes'][number]['ruling'];
export type Change = NonNullable<z.output<NonNullable<(typeof answerRejection)['body']>>>['changes'][number];

export const statusVerdict: Record<Status, { is: 'good' | 'warn' | 'bad' | 'unknown'; word: string }> = {
  open: { is: 'unknown', word: 'Answer owed' },
  answered: { is: 'good', word: 'Agreed' },
  contested: { is: 'warn', word: 'Contested' },
  upheld: { is: 'good', word: 'Upheld' },
  overturned: { is: 'warn', word: 'Overturned' },
};

export const rulingWords: Record<Ruling, { verb: string; said: string; means: string }> = {
  upheld: { verb: 'Uphold', said: 'uphold it', means: 'Sales was right: the rejection stands.' },
  overturned: { verb: 'Overturn', said: 'overturn it', means: 'It is a lead: it goes back to the same rep, accepted.' },
};

export const changeWords: Record<Change['kind'], { name: string; ref: string | null }> = {
  campaign: { name: 'Campaign', ref: 'Which campaign' },
  form: { name: 'Form', ref: 'Which form' },
  'scoring-clause': { name: 'Scoring clause', ref: 'Which clause' },
  text: { name: 'In words', ref: null },
};

export type Grouping = 'reason' | 'campaign' | 'persona';
/** What stands over those that have none. */
const none: Record<Grouping, string> = {
  reason: 'Without a reason',
  campaign: 'Without a campaign',
  persona: 'No persona',
};

/**
 * Rejections by reason, campaign or persona, the largest group first; within each those that are due first.
 *
 * @example
 * groupRejections([], 'reason') // []
 */
export function groupRejections<Row extends Pick<Rejection, 'reason' | 'campaign' | 'persona' | 'clocks' | 'openedAt'>>(
  rows: readonly Row[],
  by: Grouping,
): { key: string; name: string; rows: Row[] }[] {
  const groups = new Map<string, { key: string; name: string; rows: Row[] }>();
  for (const row of rows) {
    const { key, name } = groupOf(row, by);
    const group = groups.get(key) ?? { key, name, rows: [] };
    groups.set(key, { ...group, rows: [...group.rows, row] });
  }
  return [...groups.values()]
    .map((group) => ({ ...group, rows: group.rows.toSorted((a, b) => dueOf(a) - dueOf(b)) }))
    .sort((a, b) => b.rows.length - a.rows.length || a.name.localeCompare(b.name));
}

function groupOf({ reason, campaign, persona }: Pick<Rejection, 'reason' | 'campaign' | 'persona'>, by: Grouping) {
  if (by === 'campaign') return { key: campaign ?? '', name: campaign ?? none.campaign };
  if (by === 'persona') return { key: persona?.key ?? '', name: persona?.name ?? none.persona };
  return { key: reason.key, name: reason.name };
}

/** When somebody owes the next word; what nobody owes comes last, the newest first. */
function dueOf({ clocks, openedAt }: Pick<Rejection, 'clocks' | 'openedAt'>): number {
  const owed = clocks.filter(({ state }) => state === 'running' || state === 'paused' || state === 'broken');
  const due = owed.flatMap(({ dueAt, answeredAt }) =>
    dueAt === null || answeredAt !== null ? [] : [Date.parse(dueAt)],
  );
  return due.length > 0 ? Math.min(...due) : Number.MAX_SAFE_INTEGER - Date.parse(openedAt);
}

/** The verdicts by which a lead is given back, in the words of the Inbox. */
import type { Handoff, HandoffSummary } from '../../../src/features/handoffs/schema.ts';

export type ReturnVerdict = Handoff['verdicts'][number];
export type Reason = Handoff['reasons'][number];

/** `group` heads reasons with this verdict, `choice` names it where whoever gives a reason chooses. */
export const verdictWords: Record<ReturnVerdict, { group: string; choice: string }> = {
  recycle: { group: 'Not now, will come back', choice: 'Not now: it comes back' },
  disqualify: { group: 'Not for us', choice: 'Not for us: it does not come back' },
  'not-a-lead': { group: 'Not a lead', choice: 'Never was a lead' },
  attach: { group: 'Join what exists', choice: 'Is being worked already' },
};

export const statusWords: Record<HandoffSummary['status'], string> = {
  offered: 'Offered',
  accepted: 'Accepted',
  rejected: 'Rejected',
  'handed-back': 'Handed back',
  won: 'Won',
  lost: 'Lost',
  cancelled: 'Cancelled',
};

/** What became of a rejection, in one word for a row. */
export const rejectionWords: Record<NonNullable<HandoffSummary['rejection']>['status'], string> = {
  open: 'answer owed',
  answered: 'Marketing agreed',
  contested: 'Marketing contested',
  upheld: 'upheld',
  overturned: 'overturned',
};

/** Reasons by verdict, in the order of the verdicts, each group in the order of the agreement. */
export function groupReasons(reasons: readonly Reason[]): { title: string; reasons: Reason[] }[] {
  const order = ['recycle', 'disqualify', 'not-a-lead', 'attach', null] as const;
  return order.flatMap((verdict) => {
    const found = reasons.filter((reason) => reason.verdict === verdict);
    const title = verdict === null ? 'In your words' : verdictWords[verdict].group;
    return found.length > 0 ? [{ title, reasons: found }] : [];
  });
}

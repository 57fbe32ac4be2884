/** The promises to a lead in the words of the Inbox. */
import type { MemberDepartment } from '../../../src/core/access.ts';
import type { HandoffClock } from '../../../src/features/clocks/schema.ts';
import type { HandoffSummary } from '../../../src/features/handoffs/schema.ts';

type PromiseWords = {
  /** Whose promise it is. */
  department: MemberDepartment;
  /** In a row of the list: "Kessler Pumps · decide". */
  verb: string;
  /** After a time: "2 h 42 min to accept or reject". */
  task: string;
};

export const promiseWords: Record<HandoffClock['kind'], PromiseWords> = {
  respond: { department: 'sales', verb: 'respond', task: 'to respond for the first time' },
  decide: { department: 'sales', verb: 'decide', task: 'to accept or reject' },
  qualify: { department: 'sales', verb: 'confirm', task: 'to confirm or hand back' },
  attempts: { department: 'sales', verb: 'reach', task: 'to make the attempts' },
  complete: { department: 'marketing', verb: 'complete', task: 'to complete what is missing' },
  answer: { department: 'marketing', verb: 'answer', task: 'to answer the rejection' },
  arbitrate: { department: 'both', verb: 'rule', task: 'to rule on the rejection' },
  assign: { department: 'sales', verb: 'find somebody', task: 'to find somebody' },
};

/** The clock that a row shows: the server puts first what needs somebody first. */
export const firstClock = (handoff: HandoffSummary): HandoffClock | null => handoff.clocks[0] ?? null;

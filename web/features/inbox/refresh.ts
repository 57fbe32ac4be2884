/** What is read anew after something was done with a lead. */
import { getContact, getContactTimeline } from '../../../src/features/contacts/schema.ts';
import { getRejection, groupFeedback, listFeedback } from '../../../src/features/feedback/schema.ts';
import { getHandoff, listHandoffs } from '../../../src/features/handoffs/schema.ts';
import { refreshTasks } from '../notes/refresh.ts';

export const refreshAnswers = [listFeedback, groupFeedback, getRejection, listHandoffs, getHandoff];
export const refreshHandoffs = [...refreshAnswers, getContact, getContactTimeline];
/** An attempt may bring a task. */
export const refreshWork = [...refreshHandoffs, ...refreshTasks];

/** What is read anew after something was written about a record. */
import { getAccountTimeline } from '../../../src/features/accounts/schema.ts';
import { getActivity, listActivities } from '../../../src/features/activities/schema.ts';
import { getContact, getContactTimeline } from '../../../src/features/contacts/schema.ts';
import { getDealTimeline } from '../../../src/features/deals/schema.ts';
import { getNote, listMentions, listNotes } from '../../../src/features/notes/schema.ts';
import { countTasks, getTask, listTasks } from '../../../src/features/tasks/schema.ts';

const timelines = [getContactTimeline, getAccountTimeline, getDealTimeline];
export const refreshNotes = [...timelines, listNotes, getNote, listMentions];
export const refreshTasks = [...timelines, listTasks, getTask, countTasks];
/** A person is judged by what Sales did: scores and stages may have changed. */
export const refreshActivities = [...timelines, listActivities, getActivity, getContact];

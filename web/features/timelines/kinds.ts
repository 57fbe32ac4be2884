import type { timelineKinds } from '../../../src/features/contacts/schema.ts';

type Kind = (typeof timelineKinds)[number];

/** What the reader wants to see of a timeline, as they call it. */
export const shows = [
  { value: 'all', label: 'Everything' },
  { value: 'touch,activity', label: 'Touches' },
  { value: 'activity', label: 'Activities of Sales' },
  { value: 'note', label: 'Notes' },
  { value: 'task', label: 'Tasks done' },
  { value: 'stage,journey,handoff,deal,consent', label: 'Stages, handoffs, deals and consent' },
] as const satisfies readonly { value: 'all' | Kind | `${Kind},${string}`; label: string }[];

export type Show = (typeof shows)[number]['value'];

/** As the API is asked. */
export const kindsOf = (show: Show): { kinds?: string } => (show === 'all' ? {} : { kinds: show });

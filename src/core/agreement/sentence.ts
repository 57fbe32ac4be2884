/**
 * A clause in plain English. `clause` is its place in the agreement by names and keys (`salesCommits.respond-a1`), the
 * back-reference that screens and changes use; `name` is what it is called in a list.
 */
export type Sentence = { clause: string; name: string; text: string };

/**
 * The section of the agreement that a clause is in: the first name of its place.
 *
 * @example
 * sectionOf('salesCommits.respond-a1') // 'salesCommits'
 */
export function sectionOf(clause: string): string {
  return clause.split('.', 1)[0] ?? clause;
}

/** What the sections of an agreement are called where it is read, in the order of the format. */
export const sectionNames: Readonly<Record<string, string>> = {
  name: 'Name',
  currency: 'Currency',
  sponsor: 'Sponsor',
  term: 'Term',
  calendar: 'Calendar',
  vocabulary: 'Common language',
  personas: 'Personas',
  segments: 'Segments',
  targetAccounts: 'Target companies',
  journey: 'Journey of the buyer',
  scoring: 'Scoring',
  stages: 'Lead stages',
  protection: 'Protection of what a rep found',
  routing: 'Routing',
  salesCommits: 'What Sales promises',
  marketingCommits: 'What Marketing promises',
  leadValues: 'What a lead is worth',
  escalation: 'Escalation',
  consequences: 'Consequences',
  feedback: 'Feedback on leads',
  outreach: 'Outreach',
  credit: 'Credit',
  plan: 'Plan',
  kpis: 'Shared figures',
  meetings: 'Meetings',
};

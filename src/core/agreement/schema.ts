import { z } from 'zod';
import { Currency, Line } from '../wire.ts';
import {
  CalendarClause,
  Consequence,
  Credit,
  EscalationStep,
  Feedback,
  JourneyStep,
  Kpi,
  LeadValue,
  Meeting,
  Outreach,
  Persona,
  Plan,
  RoutingRule,
  Scoring,
  Segment,
  Stage,
  TargetAccounts,
  Term,
  Word,
} from './schema-clauses.ts';
import { MarketingPromise, SalesPromise } from './schema-promises.ts';
import { clause, Duration } from './schema-values.ts';

const list = <Item extends z.ZodType>(item: Item) => z.array(item).max(500).default([]);

/** The name and version of the format, the first line of every agreement. */
export const agreementFormat = 'baton/agreement@1';

/**
 * The whole agreement. `z.decode` reads the plain form (camelCase keys, little grammars as text), `z.encode` writes it.
 * The order of the names is the order in which an agreement is written out.
 */
export const Agreement = clause({
  format: z.literal(agreementFormat),
  name: Line,
  currency: Currency,
  sponsor: z.enum(['none', 'optional', 'required']).default('none'),
  term: Term,
  calendar: CalendarClause.optional(),
  vocabulary: list(Word),
  personas: list(Persona),
  segments: list(Segment),
  targetAccounts: TargetAccounts.optional(),
  journey: list(JourneyStep),
  scoring: Scoring.optional(),
  stages: z.array(Stage).min(1, 'An agreement has at least one stage.').max(50),
  protection: clause({ selfSourced: Duration }).optional(),
  routing: list(RoutingRule),
  salesCommits: list(SalesPromise),
  marketingCommits: list(MarketingPromise),
  leadValues: list(LeadValue),
  escalation: list(EscalationStep),
  consequences: list(Consequence),
  feedback: Feedback.optional(),
  outreach: Outreach.optional(),
  credit: Credit.optional(),
  plan: Plan.optional(),
  kpis: list(Kpi),
  meetings: list(Meeting),
});
export type Agreement = z.infer<typeof Agreement>;

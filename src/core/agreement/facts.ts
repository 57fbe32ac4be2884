/** What a condition can read of one thing. Missing is undefined, null or a text without visible characters. */
export type FactValue = string | number | boolean | readonly string[] | null | undefined;

/** Free fields of contacts, accounts and touches by key. */
export type CustomFacts = Readonly<Record<string, FactValue>>;

export type ContactFacts = {
  email?: string | null;
  emailDomain?: string | null;
  /** The class of the e-mail's domain, as the identity rules give it; `is-free-mailbox` and `is-disposable` read it. */
  mailbox?: 'business' | 'free' | 'disposable' | null;
  name?: string | null;
  firstName?: string | null;
  lastName?: string | null;
  title?: string | null;
  phone?: string | null;
  country?: string | null;
  language?: string | null;
  source?: string | null;
  /** Epoch milliseconds. */
  createdAt?: number | null;
  /** Id or key of the member. */
  owner?: string | null;
  lists?: readonly string[];
  /** By purpose; a purpose without a record is `unknown`. */
  consent?: Readonly<Record<string, 'granted' | 'denied' | 'unknown'>>;
  reachable?: boolean;
  custom?: CustomFacts;
};

export type AccountFacts = {
  name?: string | null;
  domain?: string | null;
  industry?: string | null;
  employees?: number | null;
  /** Minor units of the agreement's currency. */
  revenue?: number | null;
  country?: string | null;
  owner?: string | null;
  tier?: number | null;
  isTarget?: boolean;
  lists?: readonly string[];
  custom?: CustomFacts;
};

export type DerivedFacts = {
  persona?: string | null;
  segment?: string | null;
  stage?: string | null;
  journeyStep?: string | null;
  /** `A1` to `D4`. */
  grade?: string | null;
  fit?: number | null;
  engagement?: number | null;
  cycle?: number | null;
  /** Epoch milliseconds. */
  lastTouchAt?: number | null;
  touchCount?: number | null;
  /** The next instant at which the grade can change by time alone, epoch milliseconds; null or absent when it cannot. */
  gradeValidUntil?: number | null;
  /** The first instant after `at` at which engagement crosses this score by time alone, or null. */
  nextCrossing?: (score: number) => number | null;
};

export type TouchFacts = {
  kind: string;
  name?: string | null;
  path?: string | null;
  host?: string | null;
  form?: string | null;
  campaign?: string | null;
  channel?: string | null;
  source?: string | null;
  medium?: string | null;
  content?: string | null;
  department?: 'marketing' | 'sales' | null;
  /** Epoch milliseconds. */
  at: number;
  prop?: CustomFacts;
};

export type DealFacts = {
  open?: boolean;
  won?: boolean;
  /** Minor units of the agreement's currency. */
  amount?: number | null;
  stage?: string | null;
  /** `YYYY-MM-DD`. */
  expectedClose?: string | null;
  kind?: string | null;
};

export type ConfirmFacts = {
  need?: string | null;
  timing?: string | null;
  budget?: string | null;
  authority?: string | null;
};

/**
 * All that conditions may read about one contact at one instant. The caller chooses the touches: those of the current
 * cycle for a stage, all for a journey step, the one being scored for a scoring rule. `deal` is the contact's open deal,
 * else the one closed last.
 */
export type Facts = {
  /** The instant at which time-dependent conditions are judged, epoch milliseconds. */
  at: number;
  contact: ContactFacts;
  account?: AccountFacts | null;
  derived: DerivedFacts;
  touches: readonly TouchFacts[];
  deal?: DealFacts | null;
  confirm?: ConfirmFacts | null;
};

import type { PathPart } from './condition.ts';

/**
 * Something about an agreement that its authors should know. An `error` keeps it from being proposed, a `warning` is a
 * finding to think about.
 */
export type Finding = {
  severity: 'error' | 'warning' | 'note';
  /** `agreement.<problem>`, never changed once published. */
  code: string;
  /** Where, in camelCase names and places in lists. */
  path: readonly PathPart[];
  message: string;
  /** What to do. */
  remedy: string;
  /** A place inside the text value at the path. */
  offset?: number;
};

/** A finding with its place in the YAML text, both counted from 1; `path` is written as in the YAML: `stages[2].enter_when`. */
export type AgreementProblem = Omit<Finding, 'path' | 'offset'> & { path: string; line: number; column: number };

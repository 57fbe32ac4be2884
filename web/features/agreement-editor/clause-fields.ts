/** How the clauses of an agreement are edited: which fields each has, and with which control each is filled. */
import type { Plain, PlainRecord } from '../../../src/core/agreement/plain-agreement.ts';
import type { Path } from './draft-source.ts';

export type Choice = { value: string; label: string };

/** The control of a field; what it writes is what the agreement's language writes there. */
export type Input =
  | { kind: 'line' | 'prose' | 'key' | 'domain' }
  | { kind: 'number'; unit?: string; isWhole?: boolean; isMoney?: boolean }
  /** `80%` */
  | { kind: 'share' }
  /** `30d`; with `never` for what does not decay. */
  | { kind: 'duration'; canBeNever?: boolean }
  | { kind: 'business-time' }
  /** `1200000 per quarter` */
  | { kind: 'amount-per' }
  /** `3 per 365d` */
  | { kind: 'count-per' }
  /** `15 open` */
  | { kind: 'open-cap' }
  | { kind: 'people-range' }
  | { kind: 'target' }
  | { kind: 'recurrence' }
  | { kind: 'quiet-hours' }
  | { kind: 'destination' }
  | { kind: 'day' }
  | { kind: 'moment'; canBeOpen?: boolean }
  | { kind: 'choice'; options: readonly Choice[] }
  | { kind: 'choices'; options: readonly Choice[] }
  | { kind: 'bool' }
  /** Words that people type, such as channels; `isKeys` for keys of things elsewhere. */
  | { kind: 'words'; isKeys?: boolean }
  /** Keys of other clauses of the same draft. */
  | { kind: 'clause-key'; of: ClauseKeys }
  | { kind: 'clause-keys'; of: ClauseKeys }
  | { kind: 'touch-kind' }
  | { kind: 'fields' }
  | { kind: 'condition' /** Words for "no condition", where there may be none. */; without?: string }
  | { kind: 'enter-when' }
  | { kind: 'promise' }
  | { kind: 'edges'; names: readonly string[]; what: string }
  | { kind: 'tiers' }
  | { kind: 'currency' }
  | { kind: 'zone' }
  | { kind: 'hours' }
  | { kind: 'holidays' }
  | { kind: 'own-days' };

/** Lists of the draft whose keys other clauses name. */
export type ClauseKeys = 'segments' | 'reasons' | 'stages';

export type Field = {
  /** Inside the clause. */
  at: readonly string[];
  label: string;
  help?: string;
  input: Input;
  /** It may be absent: emptying it takes it away. */
  isOptional?: true;
  /** What absence means, shown where nothing is written. */
  usual?: Plain;
  /** The same for a choice, in words. */
  nothing?: string;
  /** Whether it makes sense in this clause; what is written already is always shown. */
  shows?: (clause: PlainRecord) => boolean;
  /** Two short ones stand beside each other. */
  isShort?: true;
};

export type SectionGroup =
  | 'Who signs and when'
  | 'What we call things'
  | 'What a lead is'
  | 'Who gets it'
  | 'What we promise'
  | 'When it goes wrong'
  | 'How we meet';

/** A part of the agreement as the editor shows it: a list of clauses, or one clause. */
export type Section = {
  id: string;
  title: string;
  group: SectionGroup;
  lead: string;
  /** Whose promises stand here; both where it says nothing. */
  side?: 'marketing' | 'sales';
  path: Path;
  /** Present for a list of clauses. */
  list?: {
    /** The name by which a clause is known; null where it has none. */
    id: string | null;
    noun: string;
    title: (clause: PlainRecord) => string;
    blank: (taken: readonly unknown[]) => PlainRecord;
    /** The table of target companies, which can be hundreds. */
    isTable?: true;
  };
  fields: (clause: PlainRecord) => readonly Field[];
  /** What is written when a part that is not there is begun. */
  begin?: PlainRecord;
  /** Every agreement has it. */
  isNeeded?: true;
};

/** Fields where every clause has the same. */
export const always = (fields: readonly Field[]) => () => fields;

export const choice = (value: string, label: string): Choice => ({ value, label });

/** A text of a clause; empty where there is none. */
export const textOf = (value: Plain | undefined): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';

export const nameField: Field = { at: ['name'], label: 'Name', input: { kind: 'line' } };
export const keyField: Field = {
  at: ['key'],
  label: 'Key',
  help: 'By which other clauses and figures name this one.',
  input: { kind: 'key' },
};

export const sides = [choice('marketing', 'Marketing'), choice('sales', 'Sales'), choice('both', 'Both')];
export const headChoices = [choice('head-of-marketing', 'Head of Marketing'), choice('head-of-sales', 'Head of Sales')];
export const periodChoices = [
  choice('week', 'a week'),
  choice('month', 'a month'),
  choice('quarter', 'a quarter'),
  choice('year', 'a year'),
];

/** A condition that asks for nothing yet: what to compare with is asked for beside it. */
export const blankCondition = (field: string, op: string, value: Plain = []): PlainRecord => ({
  all: [{ field, op, value }],
});

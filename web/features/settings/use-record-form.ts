/** A form over a record with a version. When somebody else saved first, it loads theirs and keeps what was typed. */
import { type ReactNode, useState } from 'react';
import type { z } from 'zod';
import { type ServerForm, useServerForm } from '../../ui/form.tsx';

export type RecordForm<Values extends Record<string, unknown>> = ServerForm<Values> & {
  /** Something differs from what is saved. */
  dirty: boolean;
  /** Somebody saved another version since this form was opened. */
  stale: boolean;
  /** Loads the newest version under what was typed. */
  catchUp: () => Promise<void>;
  /** Fields that somebody else changed, after `catchUp`; null before. */
  caughtUp: string[] | null;
  /** Back to what is saved. */
  reset: () => void;
};

type Options<Record_ extends { version: number }, Values extends Record<string, unknown>> = {
  record: Record_;
  /** The fields that the form edits. */
  valuesOf: (record: Record_) => Values;
  shape?: z.ZodType | undefined;
  check?: (values: Values) => Record<string, ReactNode>;
  /** Saves; gets what differs, the version that was read, and all values. Answers with the saved record. */
  send: (changed: Partial<Values>, version: number, values: Values) => Promise<Record_>;
  load: () => Promise<Record_>;
  onSaved?: (record: Record_) => void;
};

export function useRecordForm<Record_ extends { version: number }, Values extends Record<string, unknown>>(
  options: Options<Record_, Values>,
): RecordForm<Values> {
  const { valuesOf } = options;
  const [base, setBase] = useState(options.record);
  const [caughtUp, setCaughtUp] = useState<string[] | null>(null);
  const form = useServerForm<Values>({
    initial: valuesOf(base),
    shape: options.shape,
    ...(options.check ? { check: options.check } : {}),
    send: async (values) => {
      const saved = await options.send(changesOf(valuesOf(base), values), base.version, values);
      setBase(saved);
      setCaughtUp(null);
      form.fields.setValues(valuesOf(saved));
      options.onSaved?.(saved);
    },
  });
  const typed = form.fields.getValues();
  return {
    ...form,
    dirty: Object.keys(changesOf(valuesOf(base), typed)).length > 0,
    stale: form.problem?.status === 412,
    caughtUp,
    catchUp: async () => {
      const newest = await options.load();
      const theirs = valuesOf(newest);
      form.fields.setValues({ ...theirs, ...changesOf(valuesOf(base), form.fields.getValues()) });
      setCaughtUp(Object.keys(changesOf(valuesOf(base), theirs)));
      setBase(newest);
      form.clearProblem();
    },
    reset: () => {
      form.fields.setValues(valuesOf(base));
      form.fields.clearErrors();
      form.clearProblem();
      setCaughtUp(null);
    },
  };
}

/** The fields of which the second value differs from the first. */
export function changesOf<Values extends Record<string, unknown>>(before: Values, after: Values): Partial<Values> {
  const changed: Partial<Values> = {};
  for (const field of Object.keys(after) as (keyof Values)[]) {
    if (JSON.stringify(before[field]) !== JSON.stringify(after[field])) changed[field] = after[field];
  }
  return changed;
}

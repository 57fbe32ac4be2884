/** The mapping of an import as it is being changed: every change is saved by itself, so that a reload loses nothing. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { z } from 'zod';
import {
  editImport,
  type Import,
  type ImportPreview,
  listImports,
  previewImport,
  readImport,
} from '../../../src/features/imports/schema.ts';
import { ApiError, call } from '../../api.ts';
import { queryOf } from '../../queries.ts';
import { faultsOf } from '../../ui/form.tsx';
import { changesOf } from '../settings/use-record-form.ts';
import { faultPlace } from './open-questions.ts';

type Settings = Required<z.input<NonNullable<(typeof editImport)['body']>>>;
export type Mapping = { [Name in keyof Settings]-?: NonNullable<Settings[Name]> };
export type MappedColumn = Mapping['columns'][number];

/** Between two keys of somebody who types. */
const pauseMs = 400;

/** The settings of a preview; the rest of it is what was found in the file. */
function mappingOf({ encoding, delimiter, headerRow, rows, columns, ...settings }: ImportPreview): Mapping {
  return {
    ...settings,
    columns: columns.map(({ field, type, dateOrder, decimal }) => ({ field, type, dateOrder, decimal })),
  };
}

export type MappingForm = ReturnType<typeof useMapping>;
/** What the steps of an import that is not started have in common. */
export type DraftProps = { given: Import; preview: ImportPreview; mapping: MappingForm };

export function useMapping(given: Import, preview: ImportPreview) {
  const client = useQueryClient();
  const params = { importId: given.id };
  const [values, setValues] = useState(() => mappingOf(preview));
  const [faults, setFaults] = useState<Record<string, string>>({});
  const [problem, setProblem] = useState<ApiError | null>(null);
  const [isSaving, setSaving] = useState(false);
  const state = useRef({
    saved: values,
    wanted: values,
    version: given.version,
    timer: 0,
    turn: Promise.resolve(true),
  });

  const take = (changed: Import) => {
    state.current.version = changed.version;
    client.setQueryData(queryOf(readImport, { params }).queryKey, changed);
  };
  const refuse = (error: unknown): false => {
    if (!(error instanceof ApiError)) throw error;
    const place = faultPlace(error.code);
    setFaults({
      ...Object.fromEntries(error.fields.map(({ path, detail }) => [path, detail])),
      ...(place ? { [place]: error.message } : {}),
    });
    setProblem(error);
    return false;
  };
  const send = async (): Promise<boolean> => {
    const { saved, wanted, version } = state.current;
    const body = changesOf(saved, wanted);
    if (Object.keys(body).length === 0) return true;
    const found = faultsOf(editImport.body, body);
    setFaults(found);
    if (Object.keys(found).length > 0) return false;
    setSaving(true);
    try {
      take(await call(editImport, { params, body, version }));
      state.current.saved = wanted;
      setProblem(null);
      void client.invalidateQueries({ queryKey: [previewImport.id] });
      void client.invalidateQueries({ queryKey: [listImports.id] });
    } catch (error) {
      return refuse(error);
    } finally {
      setSaving(false);
    }
    // What was changed meanwhile goes next.
    return send();
  };
  /** Saves what is not saved yet, one save after the other; says whether everything is. */
  const flush = (): Promise<boolean> => {
    window.clearTimeout(state.current.timer);
    state.current.turn = state.current.turn.then(send);
    return state.current.turn;
  };
  const change = (part: Partial<Mapping>) => {
    const next = { ...state.current.wanted, ...part };
    state.current.wanted = next;
    setValues(next);
    window.clearTimeout(state.current.timer);
    state.current.timer = window.setTimeout(() => void flush(), pauseMs);
  };
  /** What the server has now, in place of what stands here. */
  const reload = async () => {
    const [newest, shown] = await Promise.all([
      client.fetchQuery({ ...queryOf(readImport, { params }), staleTime: 0 }),
      client.fetchQuery({ ...queryOf(previewImport, { params }), staleTime: 0 }),
    ]);
    const theirs = mappingOf(shown);
    Object.assign(state.current, { saved: theirs, wanted: theirs, version: newest.version });
    setValues(theirs);
    setFaults({});
    setProblem(null);
  };

  const latest = useRef(flush);
  useEffect(() => {
    latest.current = flush;
  });
  useEffect(() => () => void latest.current(), []);

  return {
    values,
    faults,
    problem,
    isSaving,
    isStale: problem?.status === 412,
    change,
    changeColumn: (at: number, part: Partial<MappedColumn>) =>
      change({
        columns: state.current.wanted.columns.map((column, each) => (each === at ? { ...column, ...part } : column)),
      }),
    /** Rows of another kind: the server proposes the columns anew. */
    changeKind: async (kind: Mapping['kind']) => {
      if (!(await flush())) return;
      try {
        take(await call(editImport, { params, body: { kind }, version: state.current.version }));
        await reload();
      } catch (error) {
        refuse(error);
      }
    },
    flush,
    reload,
    /** Shows why the server refused something that needs this mapping. */
    showProblem: refuse,
  };
}

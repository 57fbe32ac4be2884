/** The state of a draft in one browser: what is saved, what was changed since, and what somebody else saved meanwhile. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import type { CheckContext } from '../../../src/core/agreement/check-agreement.ts';
import type { PlainRecord } from '../../../src/core/agreement/plain-agreement.ts';
import type { SourceProblem } from '../../../src/core/agreement/yaml-source.ts';
import {
  type AgreementVersion,
  editAgreement,
  getVersion,
  listVersions,
} from '../../../src/features/agreements/schema.ts';
import { ApiError, call } from '../../api.ts';
import { now } from '../../clock.ts';
import { queryOf } from '../../queries.ts';
import { useSession } from '../../session.ts';
import { readDraft } from './draft-source.ts';
import { type DraftReading, readPlace, readWhole } from './read-draft.ts';
import { findWork, keepWork } from './unsaved-work.ts';

type Base = { source: string; version: number };

export type Draft = {
  /** As it was saved last. */
  version: AgreementVersion;
  source: string;
  base: Base;
  /** Null while the YAML cannot be read: then only its text can be edited. */
  data: PlainRecord | null;
  syntax: readonly SourceProblem[];
  /** Comes a moment after the typing. */
  reading: DraftReading;
  isDirty: boolean;
  change: (source: string) => void;
  /** Takes the last change back; null where there is none. */
  undo: (() => void) | null;
  save: () => Promise<void>;
  /** For what is saved by a call of its own: saves what is open, with a change where one is given; null where it could not. */
  saveFirst: (change: ((source: string) => string) | null) => Promise<number | null>;
  /** Takes over what such a call answered. */
  adopt: (saved: AgreementVersion) => void;
  isSaving: boolean;
  problem: ApiError | null;
  /** What somebody else saved since this was begun. */
  theirs: AgreementVersion | null;
  /** Goes on with both put together, on top of theirs. */
  settle: (source: string, theirs: AgreementVersion) => void;
  /** Back to what is saved. */
  discard: () => void;
  /** When the changes were made that this browser kept. */
  keptSince: string | null;
};

const mostUndone = 100;

export function useDraft(version: AgreementVersion, context: CheckContext): Draft {
  const { member } = useSession();
  const client = useQueryClient();
  const [kept] = useState(() => findWork(member.id, version.id));
  const [base, setBase] = useState<Base>(kept?.base ?? { source: version.source, version: version.version });
  const [source, setSource] = useState(kept?.source ?? version.source);
  const [past, setPast] = useState<readonly string[]>([]);
  const [isSaving, setSaving] = useState(false);
  const [problem, setProblem] = useState<ApiError | null>(null);
  const [keptSince, setKeptSince] = useState(kept?.at ?? null);
  const latest = useRef(source);
  latest.current = source;
  const isDirty = source !== base.source;
  const { data: newest = version } = useQuery({
    ...queryOf(getVersion, { params: { versionId: version.id } }),
    initialData: version,
    refetchInterval: 30_000,
  });

  useEffect(() => {
    const work = isDirty ? { source, base, at: now().toISOString() } : null;
    if (keepWork(member.id, version.id, work) || !isDirty) return;
    // A browser that keeps nothing warns instead.
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [source, base, isDirty, member.id, version.id]);

  // Nothing was changed here: what somebody else saved is shown as it is. Of a new state alone nothing is to be merged.
  useEffect(() => {
    if (newest.version <= base.version || isSaving) return;
    if (newest.source === base.source) setBase({ source: base.source, version: newest.version });
    else if (latest.current === base.source) {
      setBase({ source: newest.source, version: newest.version });
      setSource(newest.source);
      setPast([]);
    }
  }, [newest, base, isSaving]);

  const { data, problems: syntax } = useMemo(() => readDraft(source), [source]);
  const settled = useDeferredValue(source);
  const local = useMemo(() => readWhole(settled, context), [settled, context]);
  // The server knows more of the workspace: of what it has, its word stands.
  const isKnown = settled === newest.source;
  const reading = useMemo(
    () =>
      isKnown ? { ...local, problems: newest.problems.map((one) => ({ ...one, at: readPlace(one.path) })) } : local,
    [local, isKnown, newest.problems],
  );

  const change = useCallback((next: string) => {
    const before = latest.current;
    if (next === before) return;
    latest.current = next;
    setPast((past) => [...past.slice(-mostUndone), before]);
    setSource(next);
  }, []);
  const undo = () => {
    const last = past.at(-1);
    if (last === undefined) return;
    setPast(past.slice(0, -1));
    setSource(last);
  };
  const remember = (saved: AgreementVersion) => {
    client.setQueryData(queryOf(getVersion, { params: { versionId: version.id } }).queryKey, saved);
    void client.invalidateQueries({ queryKey: [listVersions.id] });
  };
  const send = async (sent: string): Promise<number | null> => {
    setSaving(true);
    setProblem(null);
    try {
      const saved = await call(editAgreement, {
        params: { versionId: version.id },
        body: { source: sent },
        version: base.version,
      });
      setBase({ source: saved.source, version: saved.version });
      setKeptSince(null);
      remember(saved);
      return saved.version;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.status === 412) remember(await call(getVersion, { params: { versionId: version.id } }));
      else setProblem(error);
      return null;
    } finally {
      setSaving(false);
    }
  };
  return {
    version: newest,
    source,
    base,
    data,
    syntax,
    reading,
    isDirty,
    change,
    undo: past.length > 0 ? undo : null,
    save: async () => {
      await send(latest.current);
    },
    saveFirst: async (extra) => {
      const wanted = extra ? extra(latest.current) : latest.current;
      if (wanted === base.source) return base.version;
      change(wanted);
      return send(wanted);
    },
    adopt: (saved) => {
      setBase({ source: saved.source, version: saved.version });
      change(saved.source);
      remember(saved);
    },
    isSaving,
    problem,
    theirs: isDirty && !isSaving && newest.version > base.version && newest.source !== base.source ? newest : null,
    settle: (merged, theirs) => {
      setBase({ source: theirs.source, version: theirs.version });
      change(merged);
    },
    discard: () => {
      change(base.source);
      setKeptSince(null);
    },
    keptSince,
  };
}

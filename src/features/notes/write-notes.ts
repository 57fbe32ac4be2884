import type { Ctx } from '../../context.ts';
import { newId } from '../../db/ids.ts';
import type { About } from '../../db/record-scope.ts';
import { insertNotes, type NewNote, selectExternal } from './store.ts';

/** A note that is brought in: about exactly one record, its text within the limits of `Text`. It mentions nobody. */
export type WrittenNote = About & {
  id?: string;
  body: string;
  authorId: string | null;
  /** When it was written. */
  at: Date;
  pinned?: boolean;
  source: string | null;
  externalId: string | null;
};

/**
 * Writes notes of an import, in the caller's transaction, who records what was done: a constant number of statements whatever
 * their number. One with the same source and external id as another stands for that: `isNew` is then false. Gives an answer
 * for each row, in their order.
 */
export async function writeNotes(ctx: Ctx, rows: readonly WrittenNote[]): Promise<{ id: string; isNew: boolean }[]> {
  const ids = new Map<string, string>();
  const first = new Map<string, NewNote>();
  const keys = rows.map((row) => {
    const id = row.id ?? newId(ctx.now);
    const key = row.externalId === null ? id : `${row.source}\n${row.externalId}`;
    if (!first.has(key)) first.set(key, { ...row, id, pinned: row.pinned ?? false });
    return key;
  });
  const sorted = [...first].sort(([a], [b]) => (a < b ? -1 : 1));
  const added = await insertNotes(
    ctx,
    sorted.map(([, note]) => note),
  );
  for (const [key, { id }] of first) if (added.has(id)) ids.set(key, id);
  const known = sorted.flatMap(([key, { source, externalId }]) =>
    ids.has(key) || source === null || externalId === null ? [] : [{ source, externalId }],
  );
  for (const { id, source, externalId } of await selectExternal(ctx, known)) ids.set(`${source}\n${externalId}`, id);
  const told = new Set<string>();
  return keys.map((key) => {
    const id = ids.get(key);
    if (id === undefined) throw new Error('A note that was brought in is not there');
    const isNew = added.has(id) && !told.has(id);
    told.add(id);
    return { id, isNew };
  });
}

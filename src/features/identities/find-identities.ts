import type { Ctx } from '../../context.ts';
import { type IdentityRef, type IdentityRow, insertIdentities, selectIdentities, updateNamed } from './store.ts';

export type { IdentityRef, IdentityRow } from './store.ts';

/** The name of an identity in a map. */
export const refOf = ({ kind, value }: { kind: string; value: string }): string => `${kind}:${value}`;

/**
 * The rows of some identities by their names, made where there are none; each knows the first message that named it. One that
 * is given twice counts with its first naming.
 */
export async function findIdentities(ctx: Ctx, given: readonly IdentityRef[]): Promise<Map<string, IdentityRow>> {
  if (given.length === 0) return new Map();
  const refs = new Map<string, IdentityRef>();
  for (const ref of given) {
    const known = refs.get(refOf(ref));
    if (known === undefined || isEarlier(ref.named, known.named)) refs.set(refOf(ref), ref);
  }
  const rows = await selectIdentities(ctx, [...refs.values()]);
  const known = new Set(rows.map(refOf));
  const missing = [...refs.values()].filter((ref) => !known.has(refOf(ref)));
  if (missing.length > 0) {
    await insertIdentities(ctx, missing);
    rows.push(...(await selectIdentities(ctx, missing)));
  }
  const earlier = rows.flatMap((row) => {
    const named = refs.get(refOf(row))?.named;
    const last = row.namedAt === null || row.namedBy === null ? undefined : { at: row.namedAt, by: row.namedBy };
    return isEarlier(named, last) ? [{ row, at: named.at, by: named.by }] : [];
  });
  await updateNamed(
    ctx,
    earlier.map(({ row, at, by }) => ({ id: row.id, at, by })),
  );
  const renamed = new Map(earlier.map(({ row, at, by }) => [row.id, { ...row, namedAt: at, namedBy: by }]));
  return new Map(rows.map((row) => [refOf(row), renamed.get(row.id) ?? row]));
}

/** Of two namings at one instant the one by the source that comes first by name is the first. */
function isEarlier<Naming extends { at: Date; by: string }>(
  a: Naming | undefined,
  b: { at: Date; by: string } | undefined,
): a is Naming {
  if (a === undefined) return false;
  return b === undefined || a.at < b.at || (a.at.getTime() === b.at.getTime() && a.by < b.by);
}

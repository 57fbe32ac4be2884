export type SurvivorFacts = {
  readonly id: string;
  /** Whether the record is known to another system or by a user id, which other programs go on using. */
  readonly isLinked: boolean;
  readonly hasVerifiedEmail: boolean;
  /** Epoch milliseconds. */
  readonly createdAt: number;
};

/**
 * Which of two records to keep when nobody chooses: the one that other systems know, else the one with a verified e-mail
 * address, else the older, else the one with the smaller id. The order of the two makes no difference.
 *
 * @example
 * chooseSurvivor(
 *   { id: 'p2', isLinked: false, hasVerifiedEmail: true, createdAt: 2 },
 *   { id: 'p1', isLinked: false, hasVerifiedEmail: true, createdAt: 1 },
 * ) // { survivorId: 'p1', mergedId: 'p2', why: 'It is the older one.' }
 */
export function chooseSurvivor(
  a: SurvivorFacts,
  b: SurvivorFacts,
): { survivorId: string; mergedId: string; why: string } {
  const keep = (isFirst: boolean, why: string) =>
    isFirst ? { survivorId: a.id, mergedId: b.id, why } : { survivorId: b.id, mergedId: a.id, why };
  if (a.isLinked !== b.isLinked) return keep(a.isLinked, 'Another system knows it.');
  if (a.hasVerifiedEmail !== b.hasVerifiedEmail) return keep(a.hasVerifiedEmail, 'Its e-mail address is verified.');
  if (a.createdAt !== b.createdAt) return keep(a.createdAt < b.createdAt, 'It is the older one.');
  return keep(a.id <= b.id, 'The two are alike; the first by id stays.');
}

/** Something open of which a contact may have one of a kind: a clock of one promise, a handoff. */
export type OpenItem = { readonly id: string; readonly kind: string; readonly startedAt: number };

/**
 * Of the open clocks (and handoffs) of two contacts that become one, the earlier started of each kind goes on; the others
 * are cancelled as merged (`domain.md` 7). To undo the merge, reopen exactly those in `cancelled`.
 *
 * @example
 * mergeOpenItems([{ id: 'c1', kind: 'respond', startedAt: 5 }], [{ id: 'c2', kind: 'respond', startedAt: 3 }])
 * // { kept: ['c2'], cancelled: ['c1'] }
 */
export function mergeOpenItems(
  keep: readonly OpenItem[],
  drop: readonly OpenItem[],
): { kept: string[]; cancelled: string[] } {
  const earliest = new Map<string, OpenItem>();
  const all = [...keep, ...drop];
  for (const item of all) {
    const first = earliest.get(item.kind);
    if (first === undefined || item.startedAt < first.startedAt) earliest.set(item.kind, item);
  }
  const stays = (item: OpenItem) => earliest.get(item.kind)?.id === item.id;
  return {
    kept: all.filter(stays).map(({ id }) => id),
    cancelled: all.filter((item) => !stays(item)).map(({ id }) => id),
  };
}

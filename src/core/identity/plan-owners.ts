import type { FoldedClaims } from './fold-claims.ts';
import type { NodeId } from './group-book.ts';

/** A user or e-mail identity with whose it is now. */
export type OwnedNode = { readonly id: NodeId; readonly kind: 'user' | 'email'; readonly contactId: string | null };

export type OwnerPlan = {
  /** One contact a group, in the order of the groups; null for a group without identities. */
  readonly contactIds: readonly (string | null)[];
  /** Of these, those that are new. */
  readonly created: readonly string[];
  /** Identities that change hands. */
  readonly moved: readonly { readonly id: NodeId; readonly from: string | null; readonly to: string }[];
  /** Contacts that nothing is left of, with the one that has most of what was theirs. */
  readonly merged: readonly { readonly keepId: string; readonly dropId: string }[];
};

/**
 * Gives each group of identities its contact: the one it is pinned to, else the one that its user id has, else the eldest of
 * those its identities have, else a new one. A contact has one group; where two claim it, the one with a pin or a user id.
 *
 * @param newId gives the id of a new contact
 * @example
 * planOwners(
 *   { groups: [{ nodes: [1, 2], pin: null }], turns: new Map(), refused: [], alike: [] },
 *   [{ id: 1, kind: 'user', contactId: null }, { id: 2, kind: 'email', contactId: 'c1' }],
 *   () => 'c2',
 * ) // { contactIds: ['c1'], created: [], moved: [{ id: 1, from: null, to: 'c1' }], merged: [] }
 */
export function planOwners(folded: FoldedClaims, nodes: readonly OwnedNode[], newId: () => string): OwnerPlan {
  const owned = new Map(nodes.map((node) => [node.id, node]));
  const taken = new Set(folded.groups.flatMap(({ pin }) => pin ?? []));
  const contactIds: (string | null)[] = folded.groups.map(({ pin }) => pin);
  const created: string[] = [];
  const wanted = folded.groups.map(({ nodes: ids }, index) => ({
    index,
    nodes: ids.flatMap((id) => owned.get(id) ?? []),
  }));
  const hasUser = (list: readonly OwnedNode[]) =>
    list.some(({ kind, contactId }) => kind === 'user' && contactId !== null);
  const order = [...wanted].sort((a, b) => Number(hasUser(b.nodes)) - Number(hasUser(a.nodes)) || a.index - b.index);
  for (const { index, nodes: ofGroup } of order) {
    if (contactIds[index] !== null || ofGroup.length === 0) continue;
    const free = rankContacts(ofGroup).find((id) => !taken.has(id));
    const id = free ?? newId();
    if (free === undefined) created.push(id);
    taken.add(id);
    contactIds[index] = id;
  }
  const moved = wanted.flatMap(({ index, nodes: ofGroup }) => {
    const to = contactIds[index] ?? null;
    return ofGroup.flatMap(({ id, contactId }) =>
      to === null || contactId === to ? [] : [{ id, from: contactId, to }],
    );
  });
  return { contactIds, created, moved, merged: findEmptied(moved, taken) };
}

/** Contacts that identities have: those of users first, then the eldest. Ids of contacts are in the order of their making. */
function rankContacts(nodes: readonly OwnedNode[]): string[] {
  const of = (kind: OwnedNode['kind']) =>
    nodes.flatMap((node) => (node.kind === kind && node.contactId !== null ? [node.contactId] : [])).sort();
  return [...of('user'), ...of('email')];
}

function findEmptied(moved: OwnerPlan['moved'], taken: ReadonlySet<string>): { keepId: string; dropId: string }[] {
  const heirs = new Map<string, string[]>();
  for (const { from, to } of moved) {
    if (from !== null && !taken.has(from)) heirs.set(from, [...(heirs.get(from) ?? []), to]);
  }
  return [...heirs].map(([dropId, list]) => {
    const count = (id: string) => list.filter((one) => one === id).length;
    const [keepId = ''] = [...new Set(list)].sort((a, b) => count(b) - count(a) || (a < b ? -1 : 1));
    return { keepId, dropId };
  });
}

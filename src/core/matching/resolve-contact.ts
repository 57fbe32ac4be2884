/** Keys by which a message may find a contact, the most telling first (`domain.md` 7). */
export const keyOrder = ['external-id', 'verified-email', 'user-id', 'email', 'phone', 'anonymous-id'] as const;

export type KeyKind = (typeof keyOrder)[number];

/** A key of the message that some contact has. */
export type KeyHit = {
  readonly kind: KeyKind;
  readonly contactId: string;
  /** User id of that contact, where it has one. */
  readonly userId?: string | null;
};

export type ContactResolution = {
  /** `create` a contact, `add` to `contactId`, or `merge` the contacts in `others` into it. */
  readonly action: 'create' | 'add' | 'merge';
  readonly contactId: string | null;
  readonly others: readonly string[];
  /** Contacts that were hit too and are left alone: two user ids, or found by a key that people share. */
  readonly review: readonly string[];
  readonly why: string;
};

/** A phone or a browser may be shared: such a key finds a contact, but never merges two. */
const merging: ReadonlySet<KeyKind> = new Set(['external-id', 'verified-email', 'user-id', 'email']);

/**
 * Which contact a message is about, from the contacts that its keys hit: none, a new one; one, that one; several, they are
 * merged, but never two with different user ids (flat matching with limits, `domain.md` 7). The contact of the most
 * telling key stays.
 *
 * @param userId the user id in the message, if any
 * @example
 * resolveContact([{ kind: 'email', contactId: 'c1' }, { kind: 'phone', contactId: 'c2' }], null)
 * // { action: 'add', contactId: 'c1', others: [], review: ['c2'], why: 'Found by e-mail address. Another contact was hit by a key that people share, or has another user id.' }
 */
export function resolveContact(hits: readonly KeyHit[], userId: string | null): ContactResolution {
  const ranked = [...hits].sort(
    (a, b) => keyOrder.indexOf(a.kind) - keyOrder.indexOf(b.kind) || (a.contactId < b.contactId ? -1 : 1),
  );
  const usable = ranked.filter((hit) => isCompatible(userId, hit.userId));
  const first = usable[0];
  const clashing = ranked.filter((hit) => !isCompatible(userId, hit.userId)).map(({ contactId }) => contactId);
  if (first === undefined) {
    const why = clashing.length > 0 ? 'What was found has another user id.' : 'No contact has any of these keys.';
    return { action: 'create', contactId: null, others: [], review: unique(clashing, []), why };
  }
  let user = userId ?? first.userId ?? null;
  const others: string[] = [];
  const review: string[] = [...clashing];
  for (const hit of usable.filter(({ contactId }) => contactId !== first.contactId)) {
    if (merging.has(hit.kind) && isCompatible(user, hit.userId)) {
      others.push(hit.contactId);
      user ??= hit.userId ?? null;
    } else {
      review.push(hit.contactId);
    }
  }
  const merged = unique(others, []);
  const left = unique(review, [first.contactId, ...merged]);
  const why = [
    `Found by ${keyNames[first.kind]}.`,
    ...(merged.length > 0 ? ['Other keys hit further contacts, which are the same person.'] : []),
    ...(left.length > 0 ? ['Another contact was hit by a key that people share, or has another user id.'] : []),
  ].join(' ');
  return { action: merged.length > 0 ? 'merge' : 'add', contactId: first.contactId, others: merged, review: left, why };
}

const keyNames: Record<KeyKind, string> = {
  'external-id': 'the id in another system',
  'verified-email': 'verified e-mail address',
  'user-id': 'user id',
  email: 'e-mail address',
  phone: 'phone number',
  'anonymous-id': 'browser',
};

function isCompatible(a: string | null, b: string | null | undefined): boolean {
  return a === null || b === null || b === undefined || a === b;
}

function unique(ids: readonly string[], without: readonly string[]): string[] {
  return [...new Set(ids)].filter((id) => !without.includes(id));
}

import { type Conflict, GroupBook, type NodeId } from './group-book.ts';

/**
 * What one message says of whom it is from. Ids are those of identities; a claim that was made again within the hour counts
 * from its first instant.
 */
export type Claim = {
  /** Decides among claims of one instant, and is the same in whatever order messages arrive. */
  readonly key: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly user: NodeId | null;
  readonly email: NodeId | null;
  readonly anonymous: NodeId | null;
  /** Of `alias`: the former id, as a user's and as a browser's. */
  readonly previous: { readonly user: NodeId; readonly anonymous: NodeId } | null;
};

/** An identity that claims are about. */
export type ClaimNode = {
  readonly id: NodeId;
  readonly kind: 'user' | 'email' | 'anonymous';
  /** When a message named a user for the first time, epoch milliseconds; null for one that only `alias` named, and for others. */
  readonly namedAt: number | null;
  /** The contact that somebody decided it belongs to. What they decided stands over what messages claim. */
  readonly pin: string | null;
  /** Known from before as a browser that too many claim. */
  readonly isCrowded?: boolean;
};

/** From `from` on (null: from ever) a browser speaks for a group, until its next turn. */
export type Turn = { readonly from: number | null; readonly group: number };

export type ClaimRefusal = {
  readonly key: string;
  /** That somebody else spoke in the browser, that the address is another user's, that the former id is known apart. */
  readonly code: 'browser-shared' | 'address-of-another' | 'former-id-taken';
};

export type FoldedClaims = {
  /** Each is one person: user and e-mail identities, and the contact that one of them is pinned to. */
  readonly groups: readonly { readonly nodes: readonly NodeId[]; readonly pin: string | null }[];
  /** Of browsers that somebody was identified in. */
  readonly turns: ReadonlyMap<NodeId, readonly Turn[]>;
  readonly refused: readonly ClaimRefusal[];
  /** Groups that may be one person, which messages alone do not prove. */
  readonly alike: readonly { readonly groups: readonly [number, number]; readonly reason: Conflict }[];
};

/** An id that more people than this share names nobody: a program sends the same one for all. */
export const mostClaimants = 50;

/**
 * Says which identities are one person: a function of the set of claims, whatever the order in which they came. Claims are
 * taken in order of time.
 *
 * A user id is one person for ever; two are made one only by a person (pins) or by `alias` of an id that was not identified. An
 * e-mail address belongs to the first user who claims it, and is a person of its own until then. A browser speaks for the first
 * who claims it, its earlier messages included, until somebody else claims it; who comes without an address is taken to be the
 * one without a user id, and the other way round. Two addresses in one browser stay two people, who are named as alike
 * (`domain.md` 7; Segment and PostHog for users).
 *
 * @example
 * foldClaims(
 *   [{ key: 'a', at: 5, user: 1, email: 2, anonymous: 3, previous: null }],
 *   [{ id: 1, kind: 'user', namedAt: 5, pin: null }, { id: 2, kind: 'email', namedAt: null, pin: null }, { id: 3, kind: 'anonymous', namedAt: null, pin: null }],
 * )
 * // { groups: [{ nodes: [1, 2], pin: null }], turns: new Map([[3, [{ from: null, group: 0 }]]]), refused: [], alike: [] }
 */
export function foldClaims(claims: readonly Claim[], nodes: readonly ClaimNode[]): FoldedClaims {
  const ordered = [...claims].sort((a, b) => a.at - b.at || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  const known = nodes.flatMap(({ id, isCrowded }) => (isCrowded === true ? [id] : []));
  const fold = new Fold(nodes, new Set([...known, ...findCrowded(claims)]));
  for (const claim of ordered) fold.take(claim);
  return fold.finish();
}

/**
 * The browsers that more people claim than can share one.
 *
 * @example
 * findCrowded([{ key: 'a', at: 5, user: 1, email: null, anonymous: 3, previous: null }]).size // 0
 */
export function findCrowded(claims: readonly Claim[]): Set<NodeId> {
  const claimants = new Map<NodeId, Set<NodeId>>();
  for (const { user, email, anonymous } of claims) {
    const main = user ?? email;
    if (anonymous === null || main === null) continue;
    const known = claimants.get(anonymous) ?? new Set();
    claimants.set(anonymous, known.add(main));
  }
  return new Set([...claimants].flatMap(([anonymous, known]) => (known.size > mostClaimants ? [anonymous] : [])));
}

class Fold {
  private readonly book: GroupBook;
  private readonly nodes: ReadonlyMap<NodeId, ClaimNode>;
  private readonly crowded: ReadonlySet<NodeId>;
  private readonly turns = new Map<NodeId, { at: number | null; node: NodeId }[]>();
  private readonly refused: ClaimRefusal[] = [];
  private readonly aliased = new Set<NodeId>();
  private now = Number.NEGATIVE_INFINITY;

  constructor(nodes: readonly ClaimNode[], crowded: ReadonlySet<NodeId>) {
    this.nodes = new Map(nodes.map((node) => [node.id, node]));
    this.crowded = crowded;
    this.book = new GroupBook(nodes);
    for (const { id, kind, pin } of nodes) {
      if (kind === 'anonymous' && pin !== null && !crowded.has(id))
        this.turns.set(id, [{ at: null, node: this.book.holderOf(pin) }]);
    }
  }

  take(claim: Claim): void {
    const { key, user, email, anonymous } = claim;
    this.now = claim.at;
    if (user !== null && claim.previous !== null) this.alias(key, user, claim.previous);
    if (user !== null && email !== null && !this.book.join(user, email)) {
      this.book.note(user, email, 'same-address');
      this.refused.push({ key, code: 'address-of-another' });
    }
    const main = user ?? email;
    if (main !== null && anonymous !== null && !this.crowded.has(anonymous)) this.speak(claim, main, anonymous);
  }

  /** Who had another id until now is this person; that may not take somebody who is known apart. */
  private alias(key: string, user: NodeId, previous: { user: NodeId; anonymous: NodeId }): void {
    if (previous.user === user) return;
    const turns = this.turns.get(previous.anonymous) ?? [];
    const isNamed = this.aliased.has(previous.user) || this.wasNamed(previous.user);
    const isTaken = isNamed || turns.length > 0;
    if (!isTaken && this.book.join(user, previous.user, 'alias')) {
      this.aliased.add(previous.user);
      this.turns.set(previous.anonymous, [{ at: null, node: user }]);
      return;
    }
    const known = turns.length === 1 ? turns[0]?.node : previous.user;
    if (known === undefined || !this.book.isSame(known, user)) {
      this.refused.push({ key, code: 'former-id-taken' });
    }
  }

  private wasNamed(user: NodeId): boolean {
    const node = this.nodes.get(user);
    return node !== undefined && (node.pin !== null || (node.namedAt !== null && node.namedAt <= this.now));
  }

  private speak({ key, at }: Claim, main: NodeId, anonymous: NodeId): void {
    const turns = this.turns.get(anonymous) ?? [];
    const last = turns.at(-1);
    if (last === undefined || !(this.book.isSame(last.node, main) || this.book.join(last.node, main, 'browser'))) {
      if (last !== undefined) this.takeTurns(key, turns, last.node, main);
      turns.push({ at: last === undefined ? null : at, node: main });
    }
    this.turns.set(anonymous, turns);
  }

  /** Two who take turns at one computer are told of once, not at every login. */
  private takeTurns(key: string, turns: readonly { node: NodeId }[], last: NodeId, main: NodeId): void {
    this.book.note(last, main, 'same-browser');
    if (turns.some(({ node }) => this.book.isSame(node, main))) return;
    this.refused.push({ key, code: 'browser-shared' });
  }

  finish(): FoldedClaims {
    const groups = this.book.list();
    const turns = [...this.turns].flatMap(([anonymous, list]): [NodeId, Turn[]][] => {
      if (this.crowded.has(anonymous)) return [];
      const kept: Turn[] = [];
      for (const { at, node } of list) {
        const group = this.book.indexOf(node);
        // Of those who spoke at one instant the last has the turn.
        if (at !== null && kept.at(-1)?.from === at) kept.pop();
        if (kept.at(-1)?.group !== group) kept.push({ from: at, group });
      }
      return [[anonymous, kept]];
    });
    return { groups, turns: new Map(turns), refused: this.refused, alike: this.book.listAlike() };
  }
}

/** The id of an identity. */
export type NodeId = number;

/** Why two groups may be one person: both claim one address, or were identified in one browser. */
export type Conflict = 'same-address' | 'same-browser';

/** What two groups are joined by: that a message names both, that both spoke through one browser, or `alias`. */
type Bond = 'message' | 'browser' | 'alias';

type Group = { users: number; emails: number; pin: string | null };
type GroupNode = { readonly id: NodeId; readonly kind: 'user' | 'email' | 'anonymous'; readonly pin: string | null };

/** Which identities are one person so far, and which two groups may never become one. */
export class GroupBook {
  private readonly parents = new Map<NodeId, NodeId>();
  private readonly groups = new Map<NodeId, Group>();
  private readonly holders = new Map<string, NodeId>();
  private readonly members: NodeId[] = [];
  private readonly conflicts: { a: NodeId; b: NodeId; reason: Conflict }[] = [];

  constructor(nodes: readonly GroupNode[]) {
    for (const { id, kind, pin } of nodes) {
      if (kind !== 'anonymous') {
        this.add(id, { users: kind === 'user' ? 1 : 0, emails: kind === 'email' ? 1 : 0, pin });
        this.members.push(id);
      }
      if (pin === null) continue;
      const holder = this.holderOf(pin);
      if (kind !== 'anonymous') this.merge(this.find(holder), this.find(id));
    }
  }

  /** The node that stands for a contact to which something is pinned. Below zero: no identity has such an id. */
  holderOf(pin: string): NodeId {
    const known = this.holders.get(pin);
    if (known !== undefined) return known;
    const id = -1 - this.holders.size;
    this.holders.set(pin, id);
    // Somebody who was added by hand or by a file is known apart, as one with an address is.
    this.add(id, { users: 0, emails: 1, pin });
    return id;
  }

  isSame(a: NodeId, b: NodeId): boolean {
    return this.find(a) === this.find(b);
  }

  /** Makes two groups one, unless that would make two people one. Says whether they are one now. */
  join(a: NodeId, b: NodeId, bond: Bond = 'message'): boolean {
    const [rootA, rootB] = [this.find(a), this.find(b)];
    if (rootA === rootB) return true;
    const [groupA, groupB] = [this.groupOf(rootA), this.groupOf(rootB)];
    const isPinnedApart = groupA.pin !== null && groupB.pin !== null;
    const areUsers = groupA.users > 0 && groupB.users > 0 && bond !== 'alias';
    const areMailboxes = groupA.emails > 0 && groupB.emails > 0 && bond === 'browser';
    if (isPinnedApart || areUsers || areMailboxes) return false;
    this.merge(rootA, rootB);
    return true;
  }

  /** Two users in one browser are two people who share it; of two others it cannot be told. */
  note(a: NodeId, b: NodeId, reason: Conflict): void {
    const areUsers = this.groupOf(this.find(a)).users > 0 && this.groupOf(this.find(b)).users > 0;
    if (reason === 'same-address' || !areUsers) this.conflicts.push({ a, b, reason });
  }

  list(): { nodes: NodeId[]; pin: string | null }[] {
    const found = new Map<NodeId, { nodes: NodeId[]; pin: string | null }>();
    for (const holder of this.holders.values()) {
      const root = this.find(holder);
      found.set(root, { nodes: [], pin: this.groupOf(root).pin });
    }
    for (const id of this.members) {
      const root = this.find(id);
      const group = found.get(root) ?? { nodes: [], pin: this.groupOf(root).pin };
      group.nodes.push(id);
      found.set(root, group);
    }
    this.order = new Map([...found.keys()].map((root, index) => [root, index]));
    return [...found.values()];
  }
  private order = new Map<NodeId, number>();

  /** The place of a node's group in the list that was given last. */
  indexOf(node: NodeId): number {
    const index = this.order.get(this.find(node));
    if (index === undefined) throw new Error(`Identity ${node} is in no group`);
    return index;
  }

  listAlike(): { groups: [number, number]; reason: Conflict }[] {
    const alike = new Map<string, { groups: [number, number]; reason: Conflict }>();
    for (const { a, b, reason } of this.conflicts) {
      const [low = 0, high = 0] = [this.indexOf(a), this.indexOf(b)].sort((x, y) => x - y);
      if (low !== high) alike.set(`${low} ${high} ${reason}`, { groups: [low, high], reason });
    }
    return [...alike.values()];
  }

  private add(id: NodeId, group: Group): void {
    this.parents.set(id, id);
    this.groups.set(id, group);
  }

  private find(id: NodeId): NodeId {
    let root = id;
    for (let next = this.parents.get(root); next !== undefined && next !== root; next = this.parents.get(root))
      root = next;
    let node = id;
    while (node !== root) {
      const next = this.parents.get(node) ?? root;
      this.parents.set(node, root);
      node = next;
    }
    return root;
  }

  private groupOf(root: NodeId): Group {
    const group = this.groups.get(root);
    if (group === undefined) throw new Error(`Identity ${root} was not given`);
    return group;
  }

  private merge(into: NodeId, from: NodeId): void {
    if (into === from) return;
    const [a, b] = [this.groupOf(into), this.groupOf(from)];
    this.parents.set(from, into);
    this.groups.delete(from);
    this.groups.set(into, { users: a.users + b.users, emails: a.emails + b.emails, pin: a.pin ?? b.pin });
  }
}

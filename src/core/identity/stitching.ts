import { type IdentifierRefusal, readIdentifier } from './identifier.ts';

/** What of a message says who it is from. Ids are as they were sent: anything a program can put there. */
export type StitchMessage = {
  /** Unique among the messages. */
  readonly id: string;
  /** When it happened, in epoch milliseconds or any other growing count. */
  readonly at: number;
  /** The kind of call; `identify` and `alias` claim something, `alias` alone reads `previousId`. */
  readonly type: string;
  readonly anonymousId?: unknown;
  readonly userId?: unknown;
  readonly previousId?: unknown;
};

export type StitchRefusal = {
  readonly messageId: string;
  readonly at: number;
  readonly reason: 'anon-already-identified' | 'previous-already-identified' | IdentifierRefusal;
  /** One sentence for the page of warnings; never the id itself, which may be personal. */
  readonly why: string;
};

export type StitchedPerson = {
  readonly kind: 'user' | 'anonymous';
  /** The user id, or the anonymous id of somebody who was never identified. */
  readonly id: string;
  /** Ids of the messages, in order of time. */
  readonly messages: readonly string[];
};

/** From `from` on (null: from ever) an anonymous id speaks for this user, until the next link of the same id. */
export type StitchLink = { readonly anonymousId: string; readonly userId: string; readonly from: number | null };

export type Stitching = {
  readonly persons: readonly StitchedPerson[];
  readonly links: readonly StitchLink[];
  readonly refused: readonly StitchRefusal[];
  /** Messages without any usable id. */
  readonly unattributed: readonly string[];
};

type Read = { message: StitchMessage; user: string | null; anonymous: string | null; previous: string | null };
type Claim = { position: number; user: string };

const sentences: Record<StitchRefusal['reason'], string> = {
  'anon-already-identified':
    'This browser already speaks for another person: it may be shared. Nothing was merged; a new anonymous history starts here.',
  'previous-already-identified': 'The previous id already belongs to an identified person. Nothing was merged.',
  'blocked-value': 'The id names nobody, such as "null" or "guest". It links nothing.',
  'too-long': 'The id is too long to be one. It links nothing.',
};

/**
 * Says which person each message is from: a function of the set of messages, whatever the order in which they came.
 * Messages are taken in order of time; those at the same instant in order of their id.
 *
 * A message that carries a user id is that user's. An anonymous id is linked to the first user seen with it, its earlier
 * messages included. When another user turns up with the same anonymous id the merge is refused and a fresh anonymous
 * history starts at that message: two identified people are never merged (`domain.md` 7; Segment and PostHog). `alias`
 * works only where `previousId` is not identified.
 *
 * @example
 * stitchMessages([
 *   { id: 'a', at: 1, type: 'page', anonymousId: 'an1' },
 *   { id: 'b', at: 2, type: 'identify', anonymousId: 'an1', userId: 'u1' },
 * ]).persons // [{ kind: 'user', id: 'u1', messages: ['a', 'b'] }]
 */
export function stitchMessages(messages: readonly StitchMessage[]): Stitching {
  const state = new Stitcher();
  const read = inOrder(messages).map((message) => state.read(message));
  for (const [position, item] of read.entries()) state.claim(item, position);
  const persons = new Map<string, { kind: StitchedPerson['kind']; id: string; messages: string[] }>();
  const unattributed: string[] = [];
  for (const [position, item] of read.entries()) {
    const owner = state.ownerOf(item, position);
    if (owner === null) {
      unattributed.push(item.message.id);
      continue;
    }
    const key = `${owner.kind} ${owner.id}`;
    const person = persons.get(key) ?? { ...owner, messages: [] };
    person.messages.push(item.message.id);
    persons.set(key, person);
  }
  const ordered = [...persons.entries()].sort(([a], [b]) => compare(a, b)).map(([, person]) => person);
  const refused = state.refused.sort((a, b) => a.at - b.at || compare(a.messageId, b.messageId));
  return { persons: ordered, links: state.links(read), refused, unattributed };
}

class Stitcher {
  readonly refused: StitchRefusal[] = [];
  private readonly claims = new Map<string, Claim[]>();
  private readonly identified = new Set<string>();
  private readonly aliases = new Map<string, string>();

  read(message: StitchMessage): Read {
    const isClaim = message.type === 'identify' || message.type === 'alias';
    return {
      message,
      user: this.accept(message, message.userId, isClaim),
      anonymous: this.accept(message, message.anonymousId, false),
      previous: message.type === 'alias' ? this.accept(message, message.previousId, true) : null,
    };
  }

  /** An absent id is no fault; null is one only where the call exists to say who it is. */
  private accept(message: StitchMessage, sent: unknown, isClaim: boolean): string | null {
    if (sent === undefined || (sent === null && !isClaim)) return null;
    const { value, refused } = readIdentifier(sent);
    if (refused !== null) this.refuse(message, refused);
    return value;
  }

  claim({ message, user, anonymous, previous }: Read, position: number): void {
    if (user === null) return;
    if (previous !== null && previous !== user) this.alias(message, previous, user);
    this.identified.add(user);
    if (anonymous !== null) this.link(message, anonymous, this.resolve(user), position);
  }

  private alias(message: StitchMessage, previous: string, user: string): void {
    const owner = this.resolve(user);
    const current = this.claims.get(previous);
    const isTaken = this.identified.has(previous) || this.aliases.has(previous) || current !== undefined;
    if (!isTaken) {
      this.aliases.set(previous, owner);
      this.claims.set(previous, [{ position: 0, user: owner }]);
      return;
    }
    const known = current?.length === 1 ? current[0]?.user : this.resolve(previous);
    if (known !== owner) this.refuse(message, 'previous-already-identified');
  }

  private link(message: StitchMessage, anonymous: string, user: string, position: number): void {
    const claims = this.claims.get(anonymous);
    if (claims === undefined) {
      this.claims.set(anonymous, [{ position: 0, user }]);
    } else if (claims.at(-1)?.user !== user) {
      // Two who take turns at one computer are warned about once, not at every login.
      if (!claims.some((claim) => claim.user === user)) this.refuse(message, 'anon-already-identified');
      claims.push({ position, user });
    }
  }

  ownerOf({ user, anonymous }: Read, position: number): { kind: StitchedPerson['kind']; id: string } | null {
    if (user !== null) return { kind: 'user', id: this.resolve(user) };
    if (anonymous === null) return null;
    const claim = this.claims.get(anonymous)?.findLast((candidate) => candidate.position <= position);
    return claim === undefined ? { kind: 'anonymous', id: anonymous } : { kind: 'user', id: claim.user };
  }

  links(read: readonly Read[]): StitchLink[] {
    const links = [...this.claims].flatMap(([anonymousId, claims]) =>
      claims.map(({ position, user }, at) => ({
        anonymousId,
        userId: user,
        from: at === 0 ? null : (read[position]?.message.at ?? null),
      })),
    );
    return links.sort((a, b) => compare(a.anonymousId, b.anonymousId));
  }

  private resolve(user: string): string {
    return this.aliases.get(user) ?? user;
  }

  private refuse(message: StitchMessage, reason: StitchRefusal['reason']): void {
    this.refused.push({ messageId: message.id, at: message.at, reason, why: sentences[reason] });
  }
}

function inOrder(messages: readonly StitchMessage[]): StitchMessage[] {
  return [...messages].sort((a, b) => a.at - b.at || compare(a.id, b.id));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

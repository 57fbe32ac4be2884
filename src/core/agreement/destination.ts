import { GrammarError } from './grammar.ts';
import { suggestWord } from './nearest-word.ts';

/** To whom a routing rule gives a lead. */
export type Destination =
  | { kind: 'account-owner' }
  | { kind: 'contact-owner' }
  | { kind: 'team'; team: string }
  | { kind: 'member'; member: string };

/**
 * Reads `account.owner`, `contact.owner`, `team:inbound`, `member:ana`.
 *
 * @throws GrammarError
 * @example
 * parseDestination('team:inbound') // { kind: 'team', team: 'inbound' }
 */
export function parseDestination(text: string): Destination {
  if (text === 'account.owner') return { kind: 'account-owner' };
  if (text === 'contact.owner') return { kind: 'contact-owner' };
  const colon = text.indexOf(':');
  const [kind, name] = [text.slice(0, Math.max(colon, 0)), text.slice(colon + 1).trim()];
  if (kind !== 'team' && kind !== 'member') {
    const forms = ['account.owner', 'contact.owner', 'team:', 'member:'];
    throw new GrammarError(
      `"${text}" names nobody.`,
      0,
      `${suggestWord(colon < 0 ? text : `${kind}:`, forms)} Teams and members follow after a colon, such as team:inbound.`,
    );
  }
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name)) {
    throw new GrammarError('The name is missing or not a key.', colon + 1, 'Write a key such as team:mid-market.');
  }
  return kind === 'team' ? { kind, team: name } : { kind, member: name };
}

/**
 * @example
 * formatDestination({ kind: 'account-owner' }) // 'account.owner'
 */
export function formatDestination(destination: Destination): string {
  if (destination.kind === 'team') return `team:${destination.team}`;
  if (destination.kind === 'member') return `member:${destination.member}`;
  return destination.kind === 'account-owner' ? 'account.owner' : 'contact.owner';
}

import type { About } from '../../db/record-scope.ts';

/** What is kept of a sentence, and what it names as that is called now. */
type Kept = About & { text: string; recordName: string | null; company: string | null };

/**
 * A sentence with the name of whom it is about: the person with the company. Who does not see them, or not any more, reads the
 * sentence without a name.
 */
export function describeNotification({ text, recordName, company, ...about }: Kept, isKnown: boolean): string {
  const place = text.indexOf('{who}');
  if (place === -1) return text;
  const who = isKnown && recordName ? nameRecord(recordName, company) : nameless(about);
  const said = `${text.slice(0, place)}${who}${text.slice(place + '{who}'.length)}`;
  return place === 0 ? `${said.slice(0, 1).toUpperCase()}${said.slice(1)}` : said;
}

/** Names come from anywhere: one line of a length that a sentence can carry. */
const toLine = (text: string) => [...text.replaceAll(/[\p{Cc}\s]+/gu, ' ')].slice(0, 120).join('');
const nameRecord = (name: string, company: string | null) =>
  company ? `${toLine(name)} of ${toLine(company)}` : toLine(name);

function nameless({ contactId, accountId }: About): string {
  if (contactId !== null) return 'a person';
  return accountId === null ? 'a deal' : 'a company';
}

/** Where the web app shows what a notification leads to. */
export function findPath({ object, objectId, ...about }: About & { object: string; objectId: string }): string {
  const { contactId, accountId } = about;
  switch (object) {
    case 'handoff':
      return `/inbox?handoff=${objectId}`;
    case 'rejection':
      return `/answers?rejection=${objectId}`;
    case 'contact':
      return `/people/${objectId}`;
    case 'account':
      return `/companies/${objectId}`;
    case 'deal':
      return `/deals/${objectId}`;
    case 'agreement':
      return '/agreement';
    case 'task':
      return '/tasks';
    default:
      if (contactId !== null) return `/people/${contactId}`;
      return accountId === null ? `/deals/${about.dealId}` : `/companies/${accountId}`;
  }
}

import { createHash } from 'node:crypto';
import { type AddressObject, type Headers, type ParsedMail, simpleParser } from 'mailparser';
import type { ReceivedMail } from '../core/mail/sort-mail.ts';

/** Most of a part that is read as text: calendar files and reports are small. */
const mostOfPart = 500_000;
/** A mail that keeps the reader longer is taken for unreadable. */
const longestReading = 10_000;

const options = {
  // An attached mail stays an attachment: its text is not that of the mail around it.
  ignoreEmbedded: true,
  keepDeliveryStatus: true,
  keepCidLinks: true,
  skipHtmlToText: true,
  skipTextToHtml: true,
  skipTextLinks: true,
  skipImageLinks: true,
  maxHeadSize: 128 * 1024,
  maxChildNodes: 300,
};

/** Reads a mail as it came (RFC 5322), without believing it. Null for what is none, or is made to be hard to read. */
export async function readMail(raw: Buffer): Promise<ReceivedMail | null> {
  const parsed = await parse(raw);
  if (parsed === null) return null;
  const attached = parsed.attachments.find(({ contentType }) => contentType === 'message/rfc822');
  const inner = attached === undefined ? null : await parse(attached.content);
  return toMail(parsed, raw, inner === null || !attached ? null : toMail(inner, attached.content, null));
}

/** What stands for a mail: its Message-ID, where it is one that can be kept; else its content. */
export const nameMail = (messageId: string | null | undefined, raw: Buffer): string => {
  const given = /<([\x21-\x7e]{1,200})>/.exec(messageId ?? '')?.[1];
  return given ?? `sha256:${createHash('sha256').update(raw).digest('hex')}`;
};

async function parse(raw: Buffer): Promise<ParsedMail | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), longestReading);
  });
  try {
    const parsed = await Promise.race([simpleParser(raw, options), late]);
    return parsed?.headers ? parsed : null;
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

function toMail(parsed: ParsedMail, raw: Buffer, attached: ReceivedMail | null): ReceivedMail {
  const { headers, subject, text, html, attachments } = parsed;
  const parts = (type: string) =>
    attachments.filter(({ contentType }) => contentType === type).map(({ content }) => content);
  const read = (content: Buffer | undefined) => content?.subarray(0, mostOfPart).toString('utf8');
  const [returned] = [...parts('message/rfc822'), ...parts('text/rfc822-headers')];
  const returnedId = /^message-id:\s*(<[^>\r\n]{1,200}>)/im.exec(read(returned) ?? '')?.[1];
  const calendars = [...parts('text/calendar'), ...parts('application/ics')];
  return {
    key: nameMail(parsed.messageId, raw),
    from: listAddresses(parsed.from)[0] ?? null,
    recipients: [...listAddresses(parsed.to), ...listAddresses(parsed.cc)],
    date: readDate(parsed),
    subject: cleanLine(subject),
    text: text ?? null,
    html: html || null,
    autoSubmitted: readHeader(headers, 'auto-submitted'),
    precedence: readHeader(headers, 'precedence'),
    isList: headers.has('list') || readHeader(headers, 'x-autoreply') === 'yes',
    calendars: calendars.slice(0, 5).flatMap((content) => read(content) ?? []),
    report: read(parts('message/delivery-status')[0]) ?? null,
    returnedKey: returnedId === undefined ? null : nameMail(returnedId, Buffer.alloc(0)),
    attached,
  };
}

/** The parser takes now for a Date that it cannot read. */
function readDate({ headerLines }: ParsedMail): number | null {
  const line = headerLines.find(({ key }) => key === 'date')?.line ?? '';
  const at = Date.parse(line.slice(line.indexOf(':') + 1).replaceAll(/\([^()]*\)/g, ''));
  return Number.isNaN(at) ? null : at;
}

/** The addresses of a header, those in its groups too; as many as anything is done with, and a few more. */
function listAddresses(given: AddressObject | AddressObject[] | undefined): string[] {
  const values = [given ?? []].flat().flatMap(({ value }) => value);
  return values
    .flatMap(({ address, group }) => [address, ...(group ?? []).map((one) => one.address)])
    .flatMap((address) => address || [])
    .slice(0, 1_000);
}

function readHeader(headers: Headers, name: string): string | null {
  const value = headers.get(name);
  return typeof value === 'string' ? value.trim().toLowerCase().slice(0, 100) : null;
}

/** One line without control characters, as it may stand in a list. */
function cleanLine(text: string | undefined): string | null {
  const clean = text
    ?.toWellFormed()
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 300);
  return clean ? clean.toWellFormed() : null;
}

import { createHash, randomBytes } from 'node:crypto';

/** 128 random bits, in signs whose case mail servers may change without harm. */
export const newMailToken = (): string => randomBytes(16).toString('hex');

export const hashMailToken = (token: string): Buffer => createHash('sha256').update(`mail ${token}`).digest();

export const writeAddress = (token: string, domain: string): string => `log+${token}@${domain}`;

const shape = /^(?:log\+)?([0-9a-f]{32})@(.+)$/;

/** The token of a logging address at a domain; null for any other address. */
export function readToken(address: string, domain: string): string | null {
  const [, token, at] = shape.exec(address.trim().toLowerCase()) ?? [];
  return token !== undefined && at === domain.toLowerCase() ? token : null;
}

/** Whether an address looks like one at which Baton takes mail: it is nobody that was written to. */
export const isLoggingAddress = (address: string): boolean => shape.test(address.toLowerCase());

/** The first logging address that the head of a mail names, in whatever line its way has left it. */
export function findAddressInHead(raw: Buffer, domain: string): string | null {
  const text = raw.subarray(0, 65_536).toString('latin1');
  const end = /\r?\n\r?\n/.exec(text)?.index ?? text.length;
  for (const [address] of text.slice(0, end).matchAll(/(?:log\+)?\b[0-9a-f]{32}@[\w.-]{1,253}/gi)) {
    if (readToken(address, domain) !== null) return address;
  }
  return null;
}

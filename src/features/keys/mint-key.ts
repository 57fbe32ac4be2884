import { createHash, randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** 62^40 is more than 2^238. */
const secretLength = 40;
const pattern = /^(bat_[0-9A-Za-z]{8}_[0-9A-Za-z]{32,64})([0-9A-Za-z]{6})$/;

/**
 * A new key: `bat_`, 8 characters to recognise it by, `_`, the secret, 6 characters of checksum. Scanners that look for
 * secrets in code find it by its form, and know by the checksum that it is one.
 */
export function mintKey(): { key: string; prefix: string } {
  const prefix = `bat_${randomText(8)}`;
  const body = `${prefix}_${randomText(secretLength)}`;
  return { key: body + checksum(body), prefix };
}

/** Whether a text can be a key at all. A mistyped or made-up one is refused here, without asking the database. */
export function hasChecksum(text: string): boolean {
  const [, body, sum] = pattern.exec(text) ?? [];
  return body !== undefined && checksum(body) === sum;
}

/** The secret has too many bits to be guessed: a fast hash keeps it as safe as a slow one, and each request needs it. */
export const hashKey = (key: string): Buffer => createHash('sha256').update(key).digest();

/** CRC32 in base 62, 6 characters: 62^6 > 2^32. */
export function checksum(body: string): string {
  let rest = crc32(body);
  let text = '';
  for (let place = 0; place < 6; place += 1) {
    text = alphabet[rest % 62] + text;
    rest = Math.floor(rest / 62);
  }
  return text;
}

export const randomText = (length: number): string => Array.from({ length }, () => alphabet[randomInt(62)]).join('');

import { checksum, randomText } from '../keys/mint-key.ts';

const pattern = /^(bsk_[0-9A-Za-z]{20})([0-9A-Za-z]{6})$/;

/**
 * A new write key: `bsk_`, 20 characters by chance (62^20 is more than 2^119), 6 characters of checksum. It stands in
 * every page of the site that it is for, so it is no secret and short; it only must not be guessed.
 */
export function mintWriteKey(): string {
  const body = `bsk_${randomText(20)}`;
  return body + checksum(body);
}

/** Whether a text can be a write key at all: what is mistyped or made up is refused without asking the database. */
export function checkWriteKey(text: string): boolean {
  const [, body, sum] = pattern.exec(text) ?? [];
  return body !== undefined && checksum(body) === sum;
}

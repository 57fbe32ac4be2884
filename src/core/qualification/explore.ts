import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** Hexadecimal digits of the hash that make the fraction: 52 bits, which a double holds exactly. */
const digits = 13;

/**
 * A number in [0, 1) that belongs to a person for as long as the seed stays the same, spread evenly over all persons.
 *
 * SHA-256 (FIPS 180-4) of seed and id, with the length of the seed before it so that no two pairs read the same.
 *
 * @param seed any text; use one per agreement, not per version, else each new version draws other persons
 * @param personId id of the person
 * @example
 * drawFraction('agreement-1', 'person-1') // 0.12043854101007745
 */
export function drawFraction(seed: string, personId: string): number {
  const hash = bytesToHex(sha256(utf8ToBytes(`${seed.length}:${seed}${personId}`)));
  return Number.parseInt(hash.slice(0, digits), 16) / 16 ** digits;
}

/**
 * Whether a person belongs to the explore share: those below the threshold who are handed over too, so that the threshold
 * can be judged. Whoever is in a share is in every larger one.
 *
 * @param share from 0 to 1
 * @example
 * isExplored('agreement-1', 'person-1', 0.2) // true
 * isExplored('agreement-1', 'person-1', 0.1) // false
 */
export function isExplored(seed: string, personId: string, share: number): boolean {
  return drawFraction(seed, personId) < share;
}

/** The states of a version in words. */
import type { VersionStatus } from '../../../src/core/agreement/version-life.ts';
import type { VersionSummary } from '../../../src/features/agreements/schema.ts';

type Standing = { is: 'good' | 'warn' | 'bad' | 'unknown'; word: string };

export const statusWords: Record<VersionStatus, Standing> = {
  draft: { is: 'unknown', word: 'Draft, unsigned' },
  proposed: { is: 'warn', word: 'Proposed' },
  returned: { is: 'warn', word: 'Returned' },
  signed: { is: 'good', word: 'Signed' },
  'in-force': { is: 'good', word: 'In force' },
  superseded: { is: 'unknown', word: 'Superseded' },
  withdrawn: { is: 'unknown', word: 'Withdrawn' },
};

export const partyNames = { marketing: 'Marketing', sales: 'Sales', sponsor: 'the sponsor' } as const;

/**
 * A hash as people compare it: in groups of four, its middle left out.
 *
 * @example
 * shortHash('7c419e0bd3f2aa0000000000000000000000000000000000000000000000a86e') // '7c41 9e0b d3f2 … a86e'
 */
export function shortHash(hash: string): string {
  return `${hash.slice(0, 4)} ${hash.slice(4, 8)} ${hash.slice(8, 12)} … ${hash.slice(-4)}`;
}

/** Versions that somebody has to do something with; the newest first. */
export const isOpen = ({ status }: Pick<VersionSummary, 'status'>) =>
  status === 'draft' || status === 'proposed' || status === 'returned' || status === 'signed';

import type { Source } from '../../../src/features/sources/schema.ts';
import { TimeText } from '../../ui/time-text.tsx';
import { Verdict } from '../../ui/verdict.tsx';

export const kindName: Record<Source['kind'], string> = { website: 'Website', server: 'Program' };

/** When a source last sent something; exact to a minute. */
export function SourceState({ source: { lastSeenAt, revokedAt } }: { source: Source }) {
  if (revokedAt) {
    return (
      <Verdict is="unknown">
        <span>
          Revoked <TimeText at={revokedAt} as="date" />
        </span>
      </Verdict>
    );
  }
  if (!lastSeenAt) return <Verdict is="unknown">Nothing sent yet</Verdict>;
  return (
    <Verdict is="good">
      <TimeText at={lastSeenAt} as="ago" />
    </Verdict>
  );
}

/** How a source sends its first message: the line for a website, the command for a server, and whether it came. */
import { useQuery } from '@tanstack/react-query';
import { listMessages } from '../../../src/features/capture/schema.ts';
import type { Source } from '../../../src/features/sources/schema.ts';
import { queryOf } from '../../queries.ts';
import { CopyCode } from '../../ui/copy-code.tsx';
import { Verdict } from '../../ui/verdict.tsx';
import { curlFor, formExample, snippetFor } from './first-message.ts';
import styles from './sources.module.css';

export function Connect({ source }: { source: Source }) {
  const { kind, writeKey } = source;
  if (!writeKey) return null;
  const { origin } = location;
  return (
    <div className="stack">
      {kind === 'website' ? (
        <>
          <div className={styles.way}>
            <h4>1. Put this line into the head of your pages</h4>
            <CopyCode label="the line for your pages" value={snippetFor(origin, writeKey)} />
            <p className="sub">It sends a page view on each visit, and keeps where the visitor came from.</p>
          </div>
          <div className={styles.way}>
            <h4>2. Mark the forms that bring leads</h4>
            <CopyCode label="the example of a form" value={formExample} />
            <p className="sub">
              E-mail address and names are sent when the form is; never a password, a card or a hidden field. Mark
              further fields such as <code>{'data-baton="title"'}</code>.
            </p>
          </div>
          <p className="sub">
            Under a content security policy, allow <code>{origin}</code> in <code>script-src</code> and{' '}
            <code>connect-src</code>. Segment's browser client works, too: give it this address as <code>cdnURL</code>.
          </p>
        </>
      ) : (
        <>
          <div className={styles.way}>
            <h4>Send one message from a shell</h4>
            <CopyCode label="the command" value={curlFor(origin, writeKey)} />
          </div>
          <p className="sub">
            The tracking API is that of Segment: paths, bodies and batches are the same. Give a Segment client this
            address as <code>host</code> and the key as its write key.
          </p>
        </>
      )}
      {!source.revokedAt && <Arrival sourceId={source.id} />}
    </div>
  );
}

/** Looks for the first message until it is there. */
function Arrival({ sourceId }: { sourceId: string }) {
  const { data, error } = useQuery({
    ...queryOf(listMessages, { params: { sourceId }, query: { limit: 1 } }),
    refetchInterval: ({ state }) => (state.data?.data.length ? false : 3000),
  });
  if (error) return <p className="sub">Whether a message has come cannot be seen now: {error.message}</p>;
  const hasCome = (data?.data.length ?? 0) > 0;
  return (
    <p className={styles.arrival} role="status">
      {hasCome ? (
        <Verdict is="good">A message has arrived</Verdict>
      ) : (
        <Verdict is="unknown">Waiting for the first message; this page sees it by itself</Verdict>
      )}
    </p>
  );
}

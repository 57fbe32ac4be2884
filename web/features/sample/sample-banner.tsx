/** Above every page of the sample company: that nothing is real, and the way back. On the Scoreboard also what there is to see. */
import { Button } from '@mantine/core';
import { Link, useLocation } from '@tanstack/react-router';
import { useState } from 'react';
import { sayProblem } from '../settings/say.tsx';
import styles from './sample.module.css';
import { exitSample, removeFromWithin } from './use-sample.ts';

export function SampleBanner() {
  const { pathname } = useLocation();
  const [going, setGoing] = useState<'leave' | 'remove' | null>(null);
  const go = (what: 'leave' | 'remove', run: () => Promise<void>) => {
    setGoing(what);
    run().catch((error: unknown) => {
      setGoing(null);
      sayProblem(error);
    });
  };
  return (
    <aside className={styles.banner} aria-label="Sample company">
      <p>
        <b>Sample company:</b> made-up people, nothing here is real.
      </p>
      <div className={styles.actions}>
        <Button data-size="small" loading={going === 'leave'} onClick={() => go('leave', exitSample)}>
          Leave
        </Button>
        <Button data-size="small" loading={going === 'remove'} onClick={() => go('remove', removeFromWithin)}>
          Remove
        </Button>
      </div>
      {pathname === '/scoreboard' && <Tour />}
    </aside>
  );
}

/** A short way through the rooms, which ends with the company of one's own. */
function Tour() {
  return (
    <ol className={styles.tour}>
      <li>
        <Link to="/inbox" className="link">
          Accept or reject a lead
        </Link>{' '}
        that waits in the Inbox.
      </li>
      <li>
        <Link to="/answers" className="link">
          Rule on a contested rejection
        </Link>{' '}
        as head of both departments.
      </li>
      <li>
        <Link to="/agreement" className="link">
          Read what both have signed
        </Link>{' '}
        and how each clause is kept.
      </li>
      <li>Then leave, invite the head of the other department, agree on what a lead is, and sign.</li>
    </ol>
  );
}

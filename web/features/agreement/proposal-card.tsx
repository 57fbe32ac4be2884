/** A proposal: who wants what and why, when it would bind, and the signatures it waits for. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { AgreementVersion } from '../../../src/features/agreements/schema.ts';
import { useFormat } from '../../format.ts';
import { departmentClass } from '../../ui/department.ts';
import { Half } from '../../ui/half.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { TimeText } from '../../ui/time-text.tsx';
import { Verdict } from '../../ui/verdict.tsx';
import { AtOnce } from './at-once.tsx';
import { ChangeList } from './change-list.tsx';
import { Preview } from './preview.tsx';
import { ReturnDialog } from './return-dialog.tsx';
import { standing } from './signatures.tsx';
import styles from './standing.module.css';
import { partyNames } from './version-words.ts';
import { Withdraw } from './withdraw.tsx';

export function ProposalCard({ version, onSign }: { version: AgreementVersion; onSign: () => void }) {
  const format = useFormat();
  const [returning, setReturning] = useState(false);
  const { proposedBy, proposedFor, proposedAt, message, effectiveAt, moves, missing } = version;
  return (
    <section className={`${styles.card} ${styles.proposal}`} aria-label="Proposal">
      <div className={styles.main}>
        <h3 className={proposedFor ? departmentClass[proposedFor] : 'both'}>
          {proposedFor && <Half department={proposedFor} />}
          <span>
            <bdi>{proposedBy?.name ?? 'Somebody'}</bdi> proposes this for{' '}
            {proposedFor ? partyNames[proposedFor] : 'both'}
          </span>
        </h3>
        {message && (
          <blockquote className={styles.quote}>
            <bdi>{message}</bdi>
          </blockquote>
        )}
        {proposedAt && (
          <p className="cap">
            <TimeText at={proposedAt} />
          </p>
        )}
        <ChangeList versionId={version.id} />
        <div className={styles.actions}>
          {moves.includes('sign') && (
            <Button variant="filled" onClick={onSign}>
              Sign
            </Button>
          )}
          <LinkButton to="/agreement/$versionId/changes" params={{ versionId: version.id }}>
            Compare side by side
          </LinkButton>
          {moves.includes('return') && <Button onClick={() => setReturning(true)}>Return with comments</Button>}
          {moves.includes('withdraw') && <Withdraw version={version} />}
        </div>
      </div>
      <div className={styles.beside}>
        <h3>When both have signed</h3>
        <p>
          {effectiveAt ? (
            <>
              In force from <b>{format.dateTime(effectiveAt)}</b>.
            </>
          ) : (
            <>
              In force <b>at once</b>.
            </>
          )}
        </p>
        <AtOnce version={version} />
        <Preview version={version} />
        <ul className={styles.waiting}>
          {(['marketing', 'sales', 'sponsor'] as const).map((party) => {
            const signature = standing(version).find((one) => one.party === party);
            if (!signature && !missing.includes(party)) return null;
            return (
              <li key={party} className={party === 'sponsor' ? 'both' : departmentClass[party]}>
                {party !== 'sponsor' && <Half department={party} />}
                <span>
                  {signature ? (
                    <>
                      <bdi>{signature.member.name}</bdi> signed for {partyNames[party]}
                    </>
                  ) : (
                    <>Waits for {party === 'sponsor' ? 'the sponsor' : `the head of ${partyNames[party]}`}</>
                  )}
                </span>
                <Verdict is={signature ? 'good' : 'unknown'}>{signature ? 'Signed' : 'Open'}</Verdict>
              </li>
            );
          })}
        </ul>
      </div>
      {returning && <ReturnDialog version={version} onClose={() => setReturning(false)} />}
    </section>
  );
}

/** Signing: one signature for each side that the reader acts for, and the moment in which both hands meet. */
import { Button, Checkbox, Modal } from '@mantine/core';
import { useState } from 'react';
import { type AgreementVersion, signAgreement } from '../../../src/features/agreements/schema.ts';
import { ApiError } from '../../api.ts';
import { useFormat } from '../../format.ts';
import { useAction } from '../../queries.ts';
import { useSession } from '../../session.ts';
import { departmentClass } from '../../ui/department.ts';
import { FormProblem } from '../../ui/form.tsx';
import { Verdict } from '../../ui/verdict.tsx';
import { afterMove } from './after-move.ts';
import styles from './sign.module.css';
import { standing } from './signatures.tsx';
import { SignedMoment } from './signed-moment.tsx';
import { partyNames, shortHash } from './version-words.ts';

type Party = AgreementVersion['signsFor'][number];

export function SignDialog({ version: shown, onClose }: { version: AgreementVersion; onClose: () => void }) {
  const { member } = useSession();
  const format = useFormat();
  // What was read when it was opened: that and nothing else is signed.
  const [read] = useState(shown);
  const [version, setVersion] = useState(read);
  const [hasRead, setHasRead] = useState(false);
  const [problem, setProblem] = useState<ApiError | null>(null);
  const sign = useAction(signAgreement, { refresh: afterMove });
  const { hash, proposal, signsFor } = read;
  const put = async (party: Party) => {
    setProblem(null);
    try {
      setVersion(
        await sign.mutateAsync({ params: { versionId: read.id }, body: { party, hash: hash ?? '', proposal } }),
      );
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblem(error);
    }
  };
  const isWhole = version.status === 'signed' || version.status === 'in-force';
  return (
    <Modal
      opened
      onClose={onClose}
      size={isWhole ? 640 : 'md'}
      title={isWhole ? '' : `Sign version ${read.number}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {isWhole ? (
        <SignedMoment version={version} onClose={onClose} />
      ) : (
        <div className="stack">
          <FormProblem problem={problem} kept="Nothing was signed." />
          <p>
            You sign the text <b>{read.name}</b> as it is proposed
            {read.effectiveAt
              ? `, in force from ${format.dateTime(read.effectiveAt)}`
              : ', in force as soon as both have signed'}
            . A signature is kept with your name, the time and the fingerprint of the text. It cannot be changed.
          </p>
          {hash && (
            <p className={styles.print}>
              <span className="cap">Fingerprint of the text</span>
              <code title={hash}>{shortHash(hash)}</code>
            </p>
          )}
          <Checkbox
            label="I have read this text"
            checked={hasRead}
            onChange={(event) => setHasRead(event.currentTarget.checked)}
          />
          {signsFor.length > 1 && <p className="sub">You act for more than one party: sign once for each.</p>}
          <ul className={styles.lines}>
            {signsFor.map((party) => {
              const isSigned = standing(version).some((one) => one.party === party);
              const side = party === 'sponsor' ? 'both' : departmentClass[party];
              return (
                <li key={party} className={`${styles.line} ${styles[side]} ${side}`}>
                  <p className={styles.for}>{party === 'sponsor' ? 'As sponsor' : `For ${partyNames[party]}`}</p>
                  <p className={styles.name} data-signed={isSigned || undefined}>
                    <bdi>{member.name}</bdi>
                  </p>
                  {isSigned ? (
                    <Verdict is="good">Signed</Verdict>
                  ) : (
                    <Button
                      className={styles.sign ?? ''}
                      disabled={!hasRead}
                      loading={sign.isPending && sign.variables.body.party === party}
                      onClick={() => void put(party)}
                    >
                      {party === 'sponsor' ? 'Sign as sponsor' : `Sign for ${partyNames[party]}`}
                    </Button>
                  )}
                </li>
              );
            })}
          </ul>
        </div>
      )}
    </Modal>
  );
}

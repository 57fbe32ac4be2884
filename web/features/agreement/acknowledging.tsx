/** Below the signatures of what is in force: the reader's own confirmation, and who has not confirmed yet. */
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import {
  type AgreementVersion,
  acknowledgeAgreement,
  listAcknowledgements,
} from '../../../src/features/agreements/schema.ts';
import { useFormat } from '../../format.ts';
import { queryOf, useAction } from '../../queries.ts';
import { Face } from '../../ui/half.tsx';
import { Verdict } from '../../ui/verdict.tsx';
import { say, sayProblem } from '../settings/say.tsx';
import styles from './acknowledging.module.css';
import { afterMove } from './after-move.ts';

export function Acknowledging({ version }: { version: AgreementVersion }) {
  if (version.status !== 'in-force') return null;
  return (
    <section className={styles.block} aria-labelledby="acknowledged">
      <Own version={version} />
      <Others version={version} />
    </section>
  );
}

function Own({ version }: { version: AgreementVersion }) {
  const format = useFormat();
  const acknowledge = useAcknowledge(version.id);
  if (version.acknowledgedAt) {
    return (
      <p className={styles.done}>
        <Verdict is="good">Confirmed</Verdict> You confirmed on {format.dateTime(version.acknowledgedAt)} that you read
        it.
      </p>
    );
  }
  if (!version.moves.includes('acknowledge')) return null;
  return (
    <div className={styles.own}>
      <p>
        <b>You have not confirmed this version yet.</b>{' '}
        {version.acknowledgeBy
          ? `Please read it, and confirm it by ${format.date(version.acknowledgeBy)}: who has not is left out when leads are handed over.`
          : 'Please read it, and confirm that you have.'}
      </p>
      <Button variant="filled" loading={acknowledge.isPending} onClick={acknowledge.run}>
        I have read it
      </Button>
    </div>
  );
}

export function useAcknowledge(versionId: string) {
  const action = useAction(acknowledgeAgreement, { refresh: afterMove });
  const run = () => {
    action
      .mutateAsync({ params: { versionId } })
      .then(() => say('Thank you. It is noted that you read it.'))
      .catch(sayProblem);
  };
  return { run, isPending: action.isPending };
}

function Others({ version }: { version: AgreementVersion }) {
  const { data } = useQuery(queryOf(listAcknowledgements, { params: { versionId: version.id } }));
  if (!data) return null;
  const missing = data.data.filter(({ acknowledgedAt }) => acknowledgedAt === null);
  const done = data.data.length - missing.length;
  return (
    <details className={styles.others}>
      <summary id="acknowledged">
        {done} of {data.data.length} {data.data.length === 1 ? 'member has' : 'members have'} confirmed that they read
        it
      </summary>
      {missing.length > 0 && (
        <>
          <p className="cap">Not yet:</p>
          <ul className={styles.people}>
            {missing.map(({ member, department }) => (
              <li key={member.id}>
                <Face name={member.name} department={department} /> <bdi>{member.name}</bdi>
              </li>
            ))}
          </ul>
        </>
      )}
    </details>
  );
}

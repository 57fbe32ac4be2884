/** Both have signed: the hands meet. Shown once, to whoever gave the last signature. */
import { Button } from '@mantine/core';
import { type AgreementVersion, downloadPdf } from '../../../src/features/agreements/schema.ts';
import { addressOf } from '../../api.ts';
import { useFormat } from '../../format.ts';
import styles from './sign.module.css';
import { standing } from './signatures.tsx';
import { partyNames, shortHash } from './version-words.ts';

export function SignedMoment({ version, onClose }: { version: AgreementVersion; onClose: () => void }) {
  const format = useFormat();
  const { status, inForceFrom, effectiveAt, hash } = version;
  const from = status === 'in-force' ? inForceFrom : effectiveAt;
  return (
    <div className={styles.moment}>
      <h2>It is agreed</h2>
      <div className={styles.hands}>
        {(['marketing', 'sales'] as const).map((party) => {
          const signature = standing(version).find((one) => one.party === party);
          const side = party === 'marketing' ? 'mkt' : 'sales';
          return (
            <div key={party} className={`${styles.hand} ${styles[side]} ${side}`}>
              <b>
                <bdi>{signature?.member.name}</bdi>
              </b>
              <span>
                for {partyNames[party]}
                {signature && (
                  <>
                    <br />
                    {format.dateTime(signature.signedAt)}
                  </>
                )}
              </span>
            </div>
          );
        })}
        <span className={styles.seal} aria-hidden="true">
          <span className={styles.baton} />
        </span>
      </div>
      <div className={`${styles.after} stack`}>
        <p role="status">
          {status === 'in-force' ? 'In force now' : 'In force'}
          {from && (
            <>
              , from <b>{format.dateTime(from)}</b>
            </>
          )}
          . {status === 'in-force' && 'Every member is asked to read and confirm it.'}
        </p>
        {hash && (
          <p className="cap">
            <code>text {shortHash(hash)}</code>
          </p>
        )}
        <div className="row" style={{ justifyContent: 'center' }}>
          <Button variant="filled" onClick={onClose}>
            Read the agreement
          </Button>
          <Button component="a" href={addressOf(downloadPdf, { params: { versionId: version.id } })} target="_blank">
            PDF
          </Button>
        </div>
      </div>
    </div>
  );
}

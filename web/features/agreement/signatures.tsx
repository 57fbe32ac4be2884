/** The foot of the contract: who has signed which text, and whose signature is missing. */
import { useQuery } from '@tanstack/react-query';
import type { AgreementVersion } from '../../../src/features/agreements/schema.ts';
import { listDepartments } from '../../../src/features/workspaces/schema.ts';
import { useFormat } from '../../format.ts';
import { queryOf } from '../../queries.ts';
import { departmentClass, departmentName } from '../../ui/department.ts';
import styles from './signatures.module.css';
import { shortHash } from './version-words.ts';

type Signature = AgreementVersion['signatures'][number];

export const standing = ({ signatures }: AgreementVersion): Signature[] => signatures.filter((one) => !one.void);

export function Signatures({ version }: { version: AgreementVersion }) {
  const format = useFormat();
  const signed = standing(version);
  const both = ['marketing', 'sales'] as const;
  const done = both.filter((party) => signed.some((one) => one.party === party)).length;
  const sponsor = signed.find(({ party }) => party === 'sponsor');
  const title = ['Not signed yet', 'Signed by one side', 'Signed by both'][done];
  return (
    <section className={styles.block} aria-labelledby="signatures">
      <h3 id="signatures" className={styles.title}>
        {title}
      </h3>
      <div className={styles.hands} data-joined={done === 2 || undefined}>
        {both.map((party) => (
          <Hand key={party} party={party} signature={signed.find((one) => one.party === party)} version={version} />
        ))}
      </div>
      <div className={styles.after}>
        <span className="cap">
          {version.signedByOnePerson && done === 2 && 'One person heads both departments and signed once for each. '}
          {sponsor && `${sponsor.member.name} signed as sponsor on ${format.dateTime(sponsor.signedAt)}. `}
          {!sponsor && version.sponsor === 'required' && 'It needs the signature of the sponsor, too. '}
          {!sponsor && version.sponsor === 'optional' && done < 2 && 'The sponsor may sign as a third party. '}
        </span>
        {version.hash && (
          <code className={styles.hash} title={`SHA-256 of the text: ${version.hash}`}>
            text {shortHash(version.hash)}
          </code>
        )}
      </div>
    </section>
  );
}

function Hand({
  party,
  signature,
  version,
}: {
  party: 'marketing' | 'sales';
  signature: Signature | undefined;
  version: AgreementVersion;
}) {
  const format = useFormat();
  const { data } = useQuery(queryOf(listDepartments, {}));
  const side = departmentClass[party];
  const name = departmentName[party];
  const hasHead = data?.data.some(({ department, headId }) => department === party && headId !== null) ?? true;
  if (!signature) {
    const waits = version.status === 'proposed' ? `Waits for the head of ${name}` : 'Not proposed yet';
    return (
      <div className={`${styles.hand} ${styles[side]} ${styles.open} ${side}`}>
        <p className={styles.line} aria-hidden="true" />
        <p>{hasHead ? waits : `Nobody heads ${name} yet`}</p>
        <p className="cap">for {name}</p>
      </div>
    );
  }
  return (
    <div className={`${styles.hand} ${styles[side]} ${side}`}>
      <p className={styles.name}>
        <bdi>{signature.member.name}</bdi>
      </p>
      <p>
        {signature.asDeputy ? 'Deputy of the head' : 'Head'} of {name}
      </p>
      <p className="cap">{format.dateTime(signature.signedAt)}</p>
    </div>
  );
}

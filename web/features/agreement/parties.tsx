/** Between whom: Marketing on the left, Sales on the right, each with its head and deputy. */
import type { AgreementVersion } from '../../../src/features/agreements/schema.ts';
import { departmentClass, departmentName } from '../../ui/department.ts';
import { Half } from '../../ui/half.tsx';
import styles from './parties.module.css';

export function Parties({ version }: { version: AgreementVersion }) {
  return (
    <section className={styles.parties} aria-label="Parties">
      {(['marketing', 'sales'] as const).map((side) => {
        const post = version.parties.find(({ party }) => party === side);
        return (
          <div key={side} className={`${styles.party} ${styles[departmentClass[side]]} ${departmentClass[side]}`}>
            <p className={styles.partyName}>
              <Half department={side} /> {departmentName[side]}
            </p>
            <p className={styles.head}>{post?.head ? <bdi>{post.head.name}</bdi> : 'No head yet'}</p>
            <p className={styles.post}>
              Head of {departmentName[side]}
              {post?.deputy && (
                <>
                  , deputy <bdi>{post.deputy.name}</bdi>
                </>
              )}
            </p>
          </div>
        );
      })}
    </section>
  );
}

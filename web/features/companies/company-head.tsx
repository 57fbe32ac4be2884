import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import {
  type Account,
  countAccounts,
  deleteAccount,
  getAccount,
  listAccounts,
  restoreAccount,
} from '../../../src/features/accounts/schema.ts';
import { useFormat } from '../../format.ts';
import { useAction } from '../../queries.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Tag } from '../../ui/tag.tsx';
import { FindOtherDialog } from '../merges/find-other-dialog.tsx';
import { countryName } from '../people/person-facts.tsx';
import styles from '../people/record.module.css';
import { RemovedNotice } from '../people/removed-notice.tsx';
import { say, sayProblem } from '../settings/say.tsx';

const refresh = [getAccount, listAccounts, countAccounts];

/** Which company it is in three lines, and what can be done with the record. */
export function CompanyHead({ company }: { company: Account }) {
  const format = useFormat();
  const [removing, setRemoving] = useState(false);
  const [merging, setMerging] = useState(false);
  const navigate = useNavigate();
  const remove = useAction(deleteAccount, { refresh });
  const restore = useAction(restoreAccount, { refresh });
  const params = { accountId: company.id };
  const bringBack = () => restore.mutateAsync({ params });
  const { industry, country, employees, tier, isTarget, owner, lists } = company;
  const about = [
    industry,
    employees !== null && `${format.number(employees)} employees`,
    country && countryName(country, format),
  ].filter(Boolean);
  return (
    <>
      {company.deletedAt && (
        <RemovedNotice
          at={company.deletedAt}
          busy={restore.isPending}
          {...(company.mayEdit ? { onRestore: () => void bringBack().catch(sayProblem) } : {})}
        />
      )}
      <header className={styles.head}>
        <div>
          <h2 className={styles.name}>
            <bdi>{company.label || 'No name'}</bdi>
          </h2>
          {about.length > 0 && (
            <p className={styles.post}>
              <bdi>{about.join(', ')}</bdi>
            </p>
          )}
          <p className={styles.facts}>
            {isTarget && <Tag>Target account</Tag>}
            {tier !== null && <Tag>Tier {tier}</Tag>}
            <Tag>{owner ? `Owner: ${owner.name}` : 'Nobody owns this company'}</Tag>
            {lists.map(({ id, name }) => (
              <Tag key={id}>List: {name}</Tag>
            ))}
          </p>
        </div>
        {company.mayEdit && !company.deletedAt && (
          <div className={styles.actions}>
            <Button onClick={() => setMerging(true)}>Merge</Button>
            <Button onClick={() => setRemoving(true)}>Remove</Button>
          </div>
        )}
      </header>
      {merging && (
        <FindOtherDialog
          object="account"
          id={company.id}
          onClose={() => setMerging(false)}
          onMerged={({ survivor }) =>
            void navigate({ to: '/companies/$accountId', params: { accountId: survivor.id } })
          }
        />
      )}
      <ConfirmDialog
        open={removing}
        onClose={() => setRemoving(false)}
        title="Remove this company?"
        confirm="Remove"
        action={async () => {
          await remove.mutateAsync({ params });
          say('The company is removed.', bringBack);
        }}
      >
        It leaves every list. Its people stay, everything that is known stays, and it can be restored.
      </ConfirmDialog>
    </>
  );
}

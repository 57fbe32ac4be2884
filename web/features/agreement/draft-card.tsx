/** A draft: what keeps it from being proposed, and the step that comes next. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { AgreementVersion, VersionSummary } from '../../../src/features/agreements/schema.ts';
import { LinkButton } from '../../ui/link-button.tsx';
import { Problems } from './problems.tsx';
import { ProposeDialog } from './propose-dialog.tsx';
import styles from './standing.module.css';
import { Withdraw } from './withdraw.tsx';

export function DraftCard({ version, versions }: { version: AgreementVersion; versions: readonly VersionSummary[] }) {
  const [proposing, setProposing] = useState(false);
  const errors = version.problems.filter(({ severity }) => severity === 'error').length;
  const rest = version.problems.length - errors;
  const open = versions.find(({ status, id }) => (status === 'proposed' || status === 'signed') && id !== version.id);
  return (
    <section className={styles.card} aria-label="Draft">
      <div className={styles.main}>
        <h3>Nobody is bound by this draft</h3>
        <p className="sub">
          {errors > 0
            ? `${errors === 1 ? 'One thing keeps' : `${errors} things keep`} it from being proposed.`
            : open
              ? `It can be proposed once version ${open.number} is ${open.status === 'signed' ? 'in force' : 'signed, returned or withdrawn'}.`
              : 'When it says what you mean, propose it: the other side reads, compares, and signs or returns it.'}
        </p>
        {version.problems.length > 0 && (
          <details className={styles.details} open={errors > 0 || undefined}>
            <summary>
              {errors > 0 ? 'What is wrong' : `${rest === 1 ? 'One remark' : `${rest} remarks`} on the text`}
            </summary>
            <Problems problems={version.problems} />
          </details>
        )}
        <div className={styles.actions}>
          {version.moves.includes('propose') && !open && (
            <Button variant="filled" onClick={() => setProposing(true)}>
              Propose
            </Button>
          )}
          {open && (
            <LinkButton to="/agreement/$versionId" params={{ versionId: open.id }}>
              See version {open.number}
            </LinkButton>
          )}
          {version.moves.includes('withdraw') && <Withdraw version={version} />}
        </div>
      </div>
      {proposing && <ProposeDialog version={version} onClose={() => setProposing(false)} />}
    </section>
  );
}

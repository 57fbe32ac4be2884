/** Title, state and dates of a version, and what can be done with the text. */

import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { type AgreementVersion, downloadPdf } from '../../../src/features/agreements/schema.ts';
import { addressOf } from '../../api.ts';
import { useFormat } from '../../format.ts';
import { LinkButton } from '../../ui/link-button.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Verdict } from '../../ui/verdict.tsx';
import styles from './agreement.module.css';
import { DraftButton } from './draft-button.tsx';
import { statusWords } from './version-words.ts';

export function AgreementHead({ version }: { version: AgreementVersion }) {
  const isCompared = version.agreement !== null && version.number > 1;
  return (
    <PageHead
      title={<bdi>{version.name}</bdi>}
      lead={
        <span className={styles.titleLine}>
          <Verdict is={statusWords[version.status].is}>{statusWords[version.status].word}</Verdict>
          <span>{useDates(version)}</span>
        </span>
      }
      actions={
        <>
          {isCompared && (
            <LinkButton to="/agreement/$versionId/changes" params={{ versionId: version.id }}>
              Compare
            </LinkButton>
          )}
          {version.agreement !== null && (
            <Button component="a" href={addressOf(downloadPdf, { params: { versionId: version.id } })} target="_blank">
              PDF
            </Button>
          )}
          <DraftButton version={version} />
        </>
      }
    />
  );
}

function useDates(version: AgreementVersion): ReactNode {
  const format = useFormat();
  const { number, status, inForceFrom, inForceTo, effectiveAt, reviewOn, reviewState, proposedAt, updatedAt } = version;
  const review = reviewOn && (
    <>
      {' '}
      {reviewState === 'overdue' ? (
        <span className={styles.overdue}>Its review was due on {format.day(reviewOn)}.</span>
      ) : (
        `Review on ${format.day(reviewOn)}.`
      )}
    </>
  );
  if (status === 'in-force' && inForceFrom) {
    return (
      <>
        Version {number}, since {format.date(inForceFrom)}.{review}
      </>
    );
  }
  if (status === 'signed' && effectiveAt) {
    return (
      <>
        Version {number}, in force from {format.dateTime(effectiveAt)}.{review}
      </>
    );
  }
  if (status === 'superseded' && inForceFrom && inForceTo) {
    return `Version ${number}, in force from ${format.date(inForceFrom)} until ${format.date(inForceTo)}.`;
  }
  if (status === 'proposed' && proposedAt) return `Version ${number}, proposed on ${format.dateTime(proposedAt)}.`;
  return `Version ${number}, last changed on ${format.dateTime(updatedAt)}.`;
}

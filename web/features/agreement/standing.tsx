/** What is to be done with a version now, above its text. */
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { AgreementVersion, VersionSummary } from '../../../src/features/agreements/schema.ts';
import { useFormat } from '../../format.ts';
import { LinkButton } from '../../ui/link-button.tsx';
import { DraftCard } from './draft-card.tsx';
import { ProposalCard } from './proposal-card.tsx';
import { ReturnedCard } from './returned-card.tsx';
import { SignDialog } from './sign-dialog.tsx';
import styles from './standing.module.css';

type Props = { version: AgreementVersion; current: AgreementVersion | null; versions: readonly VersionSummary[] };

export function Standing(props: Props) {
  // Held here: with the last signature the card goes, and the moment stays until it is closed.
  const [signing, setSigning] = useState(false);
  return (
    <>
      <Card {...props} onSign={() => setSigning(true)} />
      {signing && <SignDialog version={props.version} onClose={() => setSigning(false)} />}
    </>
  );
}

function Card({ version, current, versions, onSign }: Props & { onSign: () => void }) {
  const format = useFormat();
  switch (version.status) {
    case 'draft':
      return <DraftCard version={version} versions={versions} />;
    case 'proposed':
      return <ProposalCard version={version} onSign={onSign} />;
    case 'returned':
      return <ReturnedCard version={version} />;
    case 'signed':
      return (
        <Line>
          Both sides have signed.{' '}
          {version.effectiveAt && (
            <>
              It is in force from <b>{format.dateTime(version.effectiveAt)}</b>; until then{' '}
              {current ? 'the version before it binds' : 'nobody is bound'}.
            </>
          )}
        </Line>
      );
    case 'in-force': {
      const next = versions.find(({ status }) => status === 'proposed' || status === 'signed');
      return next ? <NextLine next={next} /> : null;
    }
    default:
      return (
        <Line
          action={
            current && (
              <LinkButton to="/agreement" data-size="small">
                Read what is in force
              </LinkButton>
            )
          }
        >
          {version.status === 'withdrawn'
            ? 'This version was withdrawn. It binds nobody.'
            : 'This version is history. What was promised under it is judged by it.'}
        </Line>
      );
  }
}

function NextLine({ next }: { next: VersionSummary }) {
  const format = useFormat();
  return (
    <Line
      action={
        <>
          <LinkButton to="/agreement/$versionId/changes" params={{ versionId: next.id }} data-size="small">
            Compare side by side
          </LinkButton>
          <LinkButton to="/agreement/$versionId" params={{ versionId: next.id }} data-size="small" variant="filled">
            Read version {next.number}
          </LinkButton>
        </>
      }
    >
      {next.status === 'proposed' ? (
        <>
          <bdi>{next.proposedBy?.name ?? 'The other side'}</bdi> proposes{' '}
          <Link className="link" to="/agreement/$versionId" params={{ versionId: next.id }}>
            version {next.number}
          </Link>
          .
        </>
      ) : (
        <>
          Version {next.number} is signed by both
          {next.effectiveAt && ` and takes over on ${format.dateTime(next.effectiveAt)}`}.
        </>
      )}
    </Line>
  );
}

export function Line({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className={styles.line}>
      <p>{children}</p>
      {action && <div className={styles.actions}>{action}</div>}
    </div>
  );
}

/** All versions, the newest first: their states, who proposed them, and the way to compare. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useFormat } from '../../format.ts';
import { departmentClass } from '../../ui/department.ts';
import { Half } from '../../ui/half.tsx';
import { Icon } from '../../ui/icon.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import { Verdict } from '../../ui/verdict.tsx';
import { allVersions } from './agreement-page.tsx';
import compare from './compare.module.css';
import { partyNames, shortHash, statusWords } from './version-words.ts';
import styles from './versions.module.css';

export function VersionsPage() {
  const format = useFormat();
  const { data, error, refetch } = useQuery(allVersions);
  if (error) return <ErrorState error={error} what="The versions could not be loaded." retry={() => void refetch()} />;
  if (!data) return <LoadingState lines={6} label="Loading the versions" />;
  const versions = data.data;
  return (
    <>
      <Link className={compare.back} to="/agreement">
        <Icon name="left" /> Agreement
      </Link>
      <PageHead
        title="Versions"
        lead="Every text that was written, and who stood behind it. What was signed is never changed."
        actions={<LinkButton to="/agreement/drafts">Drafts</LinkButton>}
      />
      {versions.length === 0 ? (
        <EmptyState title="No version yet" action={<LinkButton to="/agreement">Begin the agreement</LinkButton>}>
          Every draft and everything that was signed will stand here.
        </EmptyState>
      ) : (
        <ol className={styles.list} reversed>
          {versions.map((version) => (
            <li key={version.id} className={styles.version}>
              <span className={styles.number}>{version.number}</span>
              <div className={styles.what}>
                <p className={styles.title}>
                  <Link className={styles.name} to="/agreement/$versionId" params={{ versionId: version.id }}>
                    <bdi>{version.name}</bdi>
                  </Link>
                  <Verdict is={statusWords[version.status].is}>{statusWords[version.status].word}</Verdict>
                </p>
                <p className={`${styles.by} ${version.proposedFor ? departmentClass[version.proposedFor] : ''}`}>
                  {version.proposedFor && <Half department={version.proposedFor} />}
                  <span>
                    {version.proposedBy && version.proposedAt ? (
                      <>
                        <bdi>{version.proposedBy.name}</bdi> proposed it for{' '}
                        {version.proposedFor ? partyNames[version.proposedFor] : 'both'} on{' '}
                        {format.date(version.proposedAt)}
                      </>
                    ) : (
                      <>
                        {version.createdBy ? <bdi>{version.createdBy.name}</bdi> : 'An API key'} drafted it on{' '}
                        {format.date(version.createdAt)}
                      </>
                    )}
                    {version.inForceFrom && `, in force from ${format.date(version.inForceFrom)}`}
                    {version.inForceTo && ` until ${format.date(version.inForceTo)}`}.
                  </span>
                </p>
                {version.message && (
                  <p className={styles.message}>
                    <bdi>{version.message}</bdi>
                  </p>
                )}
                {version.hash && (
                  <code className={styles.hash} title={version.hash}>
                    {shortHash(version.hash)}
                  </code>
                )}
              </div>
              {version.number > 1 && version.hash && (
                <LinkButton
                  data-size="small"
                  to="/agreement/$versionId/changes"
                  params={{ versionId: version.id }}
                  aria-label={`Compare version ${version.number}`}
                >
                  Compare
                </LinkButton>
              )}
            </li>
          ))}
        </ol>
      )}
    </>
  );
}

/** Two versions side by side, clause by clause, in sentences: what it says now, what it would say. */
import { SegmentedControl, Select } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import {
  type AgreementVersion,
  getChanges,
  getVersion,
  type VersionSummary,
} from '../../../src/features/agreements/schema.ts';
import { useFormat } from '../../format.ts';
import { queryOf } from '../../queries.ts';
import { departmentClass } from '../../ui/department.ts';
import { Half } from '../../ui/half.tsx';
import { Icon } from '../../ui/icon.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import { Verdict } from '../../ui/verdict.tsx';
import { allVersions } from './agreement-page.tsx';
import { listArticles } from './articles.ts';
import { ClauseTalk } from './clause-talk.tsx';
import styles from './compare.module.css';
import { listRows } from './compare-rows.ts';
import { CompareTable } from './compare-table.tsx';
import { readContract } from './contract-text.ts';
import { type Room, RoomContext } from './room.ts';
import { useReadings } from './use-readings.ts';
import { partyNames, statusWords } from './version-words.ts';

const route = '/signed-in/agreement/$versionId/changes';

type Search = {
  since?: string | undefined;
  all?: 'yes' | undefined;
  discuss?: string | undefined;
  as?: 'question' | undefined;
};

export function ChangesPage() {
  const { versionId } = useParams({ from: route });
  const { since } = useSearch({ from: route });
  const changes = useQuery({
    ...queryOf(getChanges, { params: { versionId }, query: since ? { since } : {} }),
    placeholderData: keepPreviousData,
  });
  const version = useQuery(queryOf(getVersion, { params: { versionId } }));
  const sinceId = changes.data?.since?.id;
  const base = useQuery({
    ...queryOf(getVersion, { params: { versionId: sinceId ?? '' } }),
    enabled: sinceId !== undefined,
    placeholderData: keepPreviousData,
  });
  const error = changes.error ?? version.error ?? base.error;
  if (error) {
    const retry = () => void Promise.all([changes.refetch(), version.refetch()]);
    return <ErrorState error={error} what="The versions could not be compared." retry={retry} />;
  }
  if (!changes.data || !version.data || (sinceId !== undefined && !base.data)) {
    return <LoadingState lines={8} label="Comparing" />;
  }
  return (
    <Comparison
      key={versionId}
      version={version.data}
      base={sinceId === undefined ? null : (base.data ?? null)}
      changes={changes.data.data}
    />
  );
}

function Comparison({
  version,
  base,
  changes,
}: {
  version: AgreementVersion;
  base: AgreementVersion | null;
  changes: Parameters<typeof listRows>[2];
}) {
  const readings = useReadings(version.id, version.agreement !== null);
  const { all, discuss, as } = useSearch({ from: route });
  const navigate = useNavigate();
  const contract = useMemo(() => (version.agreement ? readContract(version.agreement) : null), [version.agreement]);
  const articles = useMemo(() => listArticles(version.sentences, contract), [version.sentences, contract]);
  const before = useMemo(
    () => (base ? listArticles(base.sentences, base.agreement ? readContract(base.agreement) : null) : []),
    [base],
  );
  const rows = useMemo(() => listRows(before, articles, changes), [before, articles, changes]);
  const changed = rows.filter(({ kind }) => kind !== 'same').length;
  const shown = all === 'yes' ? rows : rows.filter(({ kind }) => kind !== 'same');
  const go = (next: Search) =>
    void navigate({
      from: '/agreement/$versionId/changes',
      search: (old) => ({ ...old, ...next }),
      replace: true,
      resetScroll: false,
    });
  const room: Room = {
    versionId: version.id,
    words: contract?.vocabulary ?? [],
    readings,
    figures: { data: [], currency: '' },
    discuss: (path, kind) => go({ discuss: path, as: kind === 'question' ? 'question' : undefined }),
  };
  const clauses = articles.flatMap((article) => article.clauses);
  return (
    <RoomContext value={room}>
      <Link className={styles.back} to="/agreement/$versionId" params={{ versionId: version.id }}>
        <Icon name="left" /> Version {version.number}
      </Link>
      <PageHead
        title={titleOf(changed, base)}
        lead={<bdi>{version.name}</bdi>}
        actions={
          <>
            <BaseSelect version={version} base={base} onChange={(id) => go({ since: id })} />
            <SegmentedControl
              aria-label="Which clauses are shown"
              value={all ?? 'no'}
              onChange={(value) => go({ all: value === 'yes' ? 'yes' : undefined })}
              data={[
                { value: 'no', label: 'Only changes' },
                { value: 'yes', label: 'All clauses' },
              ]}
            />
          </>
        }
      />
      <div className={styles.who}>
        <VersionCard version={base} none="Nothing was in force before." />
        <VersionCard version={version} none="" />
      </div>
      {shown.length === 0 ? (
        <EmptyState title="Both versions say the same">Every clause stands as it stood.</EmptyState>
      ) : (
        <CompareTable rows={shown} before={base?.number ?? null} after={version.number} />
      )}
      {discuss && (
        <ClauseTalk
          path={discuss}
          asQuestion={as === 'question'}
          clause={clauses.find(({ path }) => path === discuss)}
          version={version}
          onClose={() => go({ discuss: undefined, as: undefined })}
        />
      )}
    </RoomContext>
  );
}

function titleOf(changed: number, base: AgreementVersion | null): string {
  if (!base) return 'Everything is new';
  if (changed === 0) return 'Nothing changes';
  return changed === 1 ? 'One clause changes' : `${changed} clauses change`;
}

/** Who stands behind a version, and why. */
function VersionCard({ version, none }: { version: AgreementVersion | null; none: string }) {
  const format = useFormat();
  if (!version) return <div className={`${styles.version} sub`}>{none}</div>;
  const { number, status, proposedBy, proposedFor, proposedAt, message, createdBy, inForceFrom } = version;
  return (
    <div className={styles.version}>
      <p className={styles.versionHead}>
        <b>Version {number}</b> <Verdict is={statusWords[status].is}>{statusWords[status].word}</Verdict>
      </p>
      <p className={`${styles.by} ${proposedFor ? departmentClass[proposedFor] : ''}`}>
        {proposedFor && <Half department={proposedFor} />}
        <span>
          {proposedBy ? (
            <>
              <bdi>{proposedBy.name}</bdi> proposed it for {proposedFor ? partyNames[proposedFor] : 'both'}
              {proposedAt && ` on ${format.date(proposedAt)}`}
            </>
          ) : (
            <>{createdBy ? <bdi>{createdBy.name}</bdi> : 'An API key'} drafted it</>
          )}
          {inForceFrom && `, in force since ${format.date(inForceFrom)}`}.
        </span>
      </p>
      {message && (
        <blockquote className={styles.why}>
          <bdi>{message}</bdi>
        </blockquote>
      )}
    </div>
  );
}

function BaseSelect({
  version,
  base,
  onChange,
}: {
  version: AgreementVersion;
  base: AgreementVersion | null;
  onChange: (id: string | undefined) => void;
}) {
  const { data } = useQuery(allVersions);
  const others = (data?.data ?? []).filter(({ id, hash }: VersionSummary) => id !== version.id && hash !== null);
  if (others.length === 0) return null;
  return (
    <Select
      aria-label="Compare with"
      value={base?.id ?? null}
      placeholder="Compare with"
      allowDeselect={false}
      onChange={(id) => onChange(id ?? undefined)}
      data={others.map(({ id, number, status }) => ({
        value: id,
        label: `Against version ${number}, ${statusWords[status].word.toLocaleLowerCase()}`,
      }))}
      w={260}
      maw="100%"
    />
  );
}

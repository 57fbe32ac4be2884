/** The agreement room: what is in force, else what is on its way, else how to begin. `VersionPage` shows any one version. */
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import {
  type AgreementVersion,
  getInForce,
  getVersion,
  listVersions,
} from '../../../src/features/agreements/schema.ts';
import { queryOf } from '../../queries.ts';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import { AgreementView } from './agreement-view.tsx';
import { StartAgreement } from './start-agreement.tsx';
import { isOpen } from './version-words.ts';

/** Versions are few: a year has some. */
export const allVersions = queryOf(listVersions, { query: { limit: 100 } });

export function AgreementPage() {
  const inForce = useQuery(queryOf(getInForce, { query: {} }));
  const versions = useQuery(allVersions);
  const current = inForce.data?.data ?? null;
  const error = inForce.error ?? versions.error;
  if (error) {
    const retry = () => void Promise.all([inForce.refetch(), versions.refetch()]);
    return <ErrorState error={error} what="The agreement could not be loaded." retry={retry} />;
  }
  if (!inForce.data || !versions.data) return <LoadingState lines={8} label="Loading the agreement" />;
  const id = current?.id ?? versions.data.data.find(isOpen)?.id;
  return id === undefined ? <StartAgreement /> : <Version key={id} versionId={id} inForce={current} />;
}

export function VersionPage() {
  const { versionId } = useParams({ from: '/signed-in/agreement/$versionId' });
  return <Version key={versionId} versionId={versionId} />;
}

function Version({ versionId, inForce: known }: { versionId: string; inForce?: AgreementVersion | null }) {
  const version = useQuery({
    ...queryOf(getVersion, { params: { versionId } }),
    // What was just read is not read again.
    ...(known?.id === versionId ? { initialData: known } : {}),
  });
  const inForce = useQuery(queryOf(getInForce, { query: {} }));
  const versions = useQuery(allVersions);
  const error = version.error ?? inForce.error ?? versions.error;
  if (error) {
    const retry = () => void Promise.all([version.refetch(), inForce.refetch(), versions.refetch()]);
    return <ErrorState error={error} what="This version of the agreement could not be loaded." retry={retry} />;
  }
  if (!version.data || !inForce.data || !versions.data) return <LoadingState lines={8} label="Loading the agreement" />;
  return <AgreementView version={version.data} current={inForce.data.data} versions={versions.data.data} />;
}

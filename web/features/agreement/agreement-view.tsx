/** One version as a contract: what is to be done with it, the text, the signatures. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import type { AgreementVersion, VersionSummary } from '../../../src/features/agreements/schema.ts';
import { Acknowledging } from './acknowledging.tsx';
import styles from './agreement.module.css';
import { AgreementHead } from './agreement-head.tsx';
import { listArticles } from './articles.ts';
import { ClauseTalk } from './clause-talk.tsx';
import { Contents } from './contents.tsx';
import { readContract } from './contract-text.ts';
import { Parties } from './parties.tsx';
import { type Room, RoomContext } from './room.ts';
import { Sheet } from './sheet.tsx';
import { Signatures } from './signatures.tsx';
import { Standing } from './standing.tsx';
import { Unreadable } from './unreadable.tsx';
import { useFigures, useReadings } from './use-readings.ts';

type Props = {
  version: AgreementVersion;
  /** What is in force now. */
  current: AgreementVersion | null;
  versions: readonly VersionSummary[];
};

export function AgreementView({ version, current, versions }: Props) {
  const contract = useMemo(() => (version.agreement ? readContract(version.agreement) : null), [version.agreement]);
  const articles = useMemo(() => listArticles(version.sentences, contract), [version.sentences, contract]);
  const readings = useReadings(version.id, version.agreement !== null);
  const figures = useFigures(version.id, current?.id === version.id);
  const { discuss, as } = useSearch({ strict: false });
  const navigate = useNavigate();
  const room = useMemo(
    (): Room => ({
      versionId: version.id,
      words: contract?.vocabulary ?? [],
      readings,
      figures,
      discuss: (path, kind) =>
        void navigate({
          to: '.',
          search: { discuss: path, ...(kind === 'question' ? { as: kind } : {}) },
          hash: true,
          resetScroll: false,
        }),
    }),
    [version.id, contract, readings, figures, navigate],
  );
  useHashOnArrival();
  const clauses = articles.flatMap((article) => article.clauses);
  const close = () => void navigate({ to: '.', search: {}, hash: true, resetScroll: false });
  return (
    <RoomContext value={room}>
      <AgreementHead version={version} />
      <Standing version={version} current={current} versions={versions} />
      {contract ? (
        <div className={styles.layout}>
          <article className={styles.sheet} aria-label={version.name}>
            <Parties version={version} />
            <p className={styles.term}>{version.sentences.find(({ clause }) => clause === 'term')?.text}</p>
            <Sheet articles={articles} contract={contract} />
            <Signatures version={version} />
            <Acknowledging version={version} />
          </article>
          <Contents articles={articles} versions={versions} versionId={version.id} />
        </div>
      ) : (
        <Unreadable version={version} />
      )}
      {discuss && (
        <ClauseTalk
          path={discuss}
          asQuestion={as === 'question'}
          clause={clauses.find(({ path }) => path === discuss)}
          version={version}
          onClose={close}
        />
      )}
    </RoomContext>
  );
}

/** An address with a clause is shown at that clause, once the text is there. */
function useHashOnArrival() {
  useEffect(() => {
    const anchor = decodeURIComponent(window.location.hash.slice(1));
    if (!anchor) return;
    const place = document.getElementById(anchor);
    place?.closest('details')?.setAttribute('open', '');
    place?.scrollIntoView({ block: anchor.includes('.') ? 'center' : 'start' });
  }, []);
}

/** The table of contents beside the text; it follows the reader. */
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { VersionSummary } from '../../../src/features/agreements/schema.ts';
import { useFormat } from '../../format.ts';
import type { Article } from './articles.ts';
import styles from './contents.module.css';
import { statusWords } from './version-words.ts';

/** What stands above this line of the window has been read. */
const readingLine = 160;
const mostVersions = 5;

export function Contents({
  articles,
  versions,
  versionId,
}: {
  articles: readonly Article[];
  versions: readonly VersionSummary[];
  versionId: string;
}) {
  const format = useFormat();
  const active = useReading(articles);
  return (
    <aside className={styles.contents} aria-label="Contents">
      <nav aria-labelledby="articles-head">
        <h3 id="articles-head">Articles</h3>
        <ol>
          {articles.map(({ key, number, short }) => (
            <li key={key}>
              <Link
                to="."
                search={true}
                hash={key}
                replace
                className={styles.content}
                data-active={key === active || undefined}
                aria-current={key === active ? 'location' : undefined}
              >
                <span className={styles.contentNumber}>{number}</span> {short}
              </Link>
            </li>
          ))}
          <li>
            <Link
              to="."
              search={true}
              hash="signatures"
              replace
              className={styles.content}
              data-active={active === 'signatures' || undefined}
            >
              <span className={styles.contentNumber} /> Signatures
            </Link>
          </li>
        </ol>
      </nav>
      <nav aria-labelledby="versions-head">
        <h3 id="versions-head">Versions</h3>
        <ul>
          {versions.slice(0, mostVersions).map((version) => (
            <li key={version.id}>
              <Link
                to="/agreement/$versionId"
                params={{ versionId: version.id }}
                className={styles.content}
                data-active={version.id === versionId || undefined}
              >
                <span>
                  {version.number} {statusWords[version.status].word.toLocaleLowerCase().replace(', unsigned', '')}
                </span>
                <span className="cap">
                  {format.date(version.inForceFrom ?? version.proposedAt ?? version.createdAt)}
                </span>
              </Link>
            </li>
          ))}
          <li>
            <Link to="/agreement/versions" className={styles.content}>
              All versions
            </Link>
          </li>
        </ul>
      </nav>
    </aside>
  );
}

/** The article whose beginning has passed the reading line last. */
function useReading(articles: readonly Article[]): string | undefined {
  const [active, setActive] = useState<string>();
  useEffect(() => {
    const ids = [...articles.map(({ key }) => key), 'signatures'];
    let waits = 0;
    const look = () => {
      waits = 0;
      const isEnd = window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 2;
      const passed = ids.filter(
        (id) => (document.getElementById(id)?.getBoundingClientRect().top ?? Infinity) < readingLine,
      );
      setActive(isEnd && window.scrollY > 0 ? ids.at(-1) : (passed.at(-1) ?? ids[0]));
    };
    const soon = () => {
      waits ||= requestAnimationFrame(look);
    };
    look();
    window.addEventListener('scroll', soon, { passive: true });
    window.addEventListener('resize', soon);
    return () => {
      cancelAnimationFrame(waits);
      window.removeEventListener('scroll', soon);
      window.removeEventListener('resize', soon);
    };
  }, [articles]);
  return active;
}

/** Beside the text: one clause with its address, what is said of it, and its history. */
import { Drawer } from '@mantine/core';
import '@mantine/core/styles/Drawer.layer.css';
import type { AgreementVersion } from '../../../src/features/agreements/schema.ts';
import { CopyField } from '../../ui/copy-field.tsx';
import { departmentClass } from '../../ui/department.ts';
import type { Clause } from './articles.ts';
import { ClauseHistory } from './clause-history.tsx';
import { Comments } from './comments.tsx';
import { Keep } from './keep-counts.tsx';
import { useRoom } from './room.ts';
import styles from './talk.module.css';

/** Before it is signed, those whom a promise binds say whether they can keep it. */
const asksFor = ['draft', 'proposed', 'returned'];

export function ClauseTalk({
  path,
  asQuestion,
  clause,
  version,
  onClose,
}: {
  path: string;
  asQuestion: boolean;
  /** Missing where this version has no such clause. */
  clause: Clause | undefined;
  version: AgreementVersion;
  onClose: () => void;
}) {
  const reading = useRoom().readings.get(path);
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size={480}
      title={clause ? `Clause ${clause.number}, ${clause.name}` : 'A clause of another version'}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {clause ? (
        <div className={`${styles.talk} ${departmentClass[clause.owner]}`}>
          <p className={styles.sentence}>{clause.text}</p>
          {reading?.canKeep && (
            <Keep key={path} path={path} canKeep={reading.canKeep} isOpen={asksFor.includes(version.status)} />
          )}
          <Comments key={`${path} talk`} path={path} asQuestion={asQuestion} />
          <ClauseHistory path={path} />
          <CopyField label="Address of this clause" value={addressOfClause(version.id, clause.anchor)} />
        </div>
      ) : (
        <p className="sub">Version {version.number} has no such clause. It may stand in an earlier or a later one.</p>
      )}
    </Drawer>
  );
}

const addressOfClause = (versionId: string, anchor: string) =>
  `${window.location.origin}/agreement/${versionId}#${encodeURIComponent(anchor)}`;

/** "Can I keep this?": what those whom a promise binds say of it before it is signed, as counts. */
import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { answerClause, type ClauseReading, listClauses } from '../../../src/features/clauses/schema.ts';
import { useAction } from '../../queries.ts';
import { Verdict } from '../../ui/verdict.tsx';
import { sayProblem } from '../settings/say.tsx';
import styles from './keep.module.css';
import { useRoom } from './room.ts';

type CanKeep = NonNullable<ClauseReading['canKeep']>;

/**
 * @example
 * sayKeeping({ yes: 3, no: 1, unanswered: 0 }) // '3 can keep this, 1 cannot'
 */
export function sayKeeping({ yes, no, unanswered }: Pick<CanKeep, 'yes' | 'no' | 'unanswered'>): string {
  return [
    `${yes} can keep this`,
    no > 0 && `${no} cannot`,
    unanswered > 0 && `${unanswered} ${unanswered === 1 ? 'has' : 'have'} not answered`,
  ]
    .filter(Boolean)
    .join(', ');
}

/** In the text, only once somebody has answered. */
export function KeepCounts({ path }: { path: string }) {
  const { readings, discuss } = useRoom();
  const canKeep = readings.get(path)?.canKeep;
  if (!canKeep || canKeep.yes + canKeep.no === 0) return null;
  return (
    <button type="button" className={styles.counts} onClick={() => discuss(path)}>
      <Verdict is={canKeep.no > 0 ? 'warn' : 'good'}>{sayKeeping(canKeep)}</Verdict>
    </button>
  );
}

export function Keep({ path, canKeep, isOpen }: { path: string; canKeep: CanKeep; isOpen: boolean }) {
  const { versionId } = useRoom();
  const [remark, setRemark] = useState(canKeep.mine?.remark ?? '');
  const answer = useAction(answerClause, { refresh: [listClauses] });
  const give = (can: boolean) => {
    answer
      .mutateAsync({ params: { versionId }, body: { clause: path, canKeep: can, remark: remark.trim() || null } })
      .catch(sayProblem);
  };
  const mine = canKeep.mine?.isCurrent ? canKeep.mine : null;
  const hasAnswers = canKeep.yes + canKeep.no > 0;
  if (!hasAnswers && !(isOpen && canKeep.asked)) return null;
  return (
    <section className={styles.keep} aria-labelledby="can-keep">
      <h3 id="can-keep">Can this be kept?</h3>
      <p>{hasAnswers ? `${sayKeeping(canKeep)}.` : 'Nobody has answered yet.'}</p>
      {canKeep.outdated > 0 && (
        <p className="cap">
          {canKeep.outdated === 1 ? 'One answer was' : `${canKeep.outdated} answers were`} to the sentence as it stood
          before and no longer {canKeep.outdated === 1 ? 'counts' : 'count'}.
        </p>
      )}
      {canKeep.remarks.length > 0 && (
        <ul className={styles.remarks}>
          {canKeep.remarks.map(({ canKeep: can, remark: said }) => (
            <li key={`${can} ${said}`}>
              <Verdict is={can ? 'good' : 'warn'}>{can ? 'Can' : 'Cannot'}</Verdict> <bdi>{said}</bdi>
            </li>
          ))}
        </ul>
      )}
      {isOpen && canKeep.asked && (
        <>
          <p className="cap">This promise would bind you. Your answer is counted, your name is not shown.</p>
          <Textarea
            label="Remark"
            placeholder="What would have to be different"
            autosize
            minRows={1}
            maxRows={6}
            value={remark}
            onChange={(event) => setRemark(event.currentTarget.value)}
          />
          <div className="row">
            <Button
              aria-pressed={mine?.canKeep === true}
              variant={mine?.canKeep === true ? 'filled' : 'default'}
              disabled={answer.isPending}
              onClick={() => give(true)}
            >
              I can keep it
            </Button>
            <Button
              aria-pressed={mine?.canKeep === false}
              variant={mine?.canKeep === false ? 'filled' : 'default'}
              disabled={answer.isPending}
              onClick={() => give(false)}
            >
              I cannot
            </Button>
          </div>
        </>
      )}
    </section>
  );
}

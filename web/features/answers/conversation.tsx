/** A rejected lead as a conversation, from the first word to the verdict: what Sales said, what Marketing answered, what the heads ruled. */
import type { ReactNode } from 'react';
import type { MemberDepartment } from '../../../src/core/access.ts';
import type { Rejection } from '../../../src/features/feedback/schema.ts';
import { now } from '../../clock.ts';
import { useFormat } from '../../format.ts';
import { departmentName } from '../../ui/department.ts';
import { Half } from '../../ui/half.tsx';
import { Tag } from '../../ui/tag.tsx';
import { Verdict } from '../../ui/verdict.tsx';
import { changeWords, rulingWords, statusVerdict } from './answer-words.ts';
import styles from './conversation.module.css';

export function Conversation({ rejection }: { rejection: Rejection }) {
  const format = useFormat();
  const {
    member,
    reason,
    note,
    openedAt,
    wakeUpAt,
    verdict,
    answer,
    contest,
    votes,
    status,
    decidedAt,
    consequence,
    deadlock,
  } = rejection;
  const { is, word } = statusVerdict[status];
  const isSettled = status === 'upheld' || status === 'overturned';
  return (
    <ol className={styles.talk}>
      <Said side="sales" what={`${member.name} rejected it: ${reason.name}`} at={openedAt} text={note}>
        {verdict === 'recycle' && wakeUpAt && <p className="cap">Try again on {format.date(wakeUpAt)}.</p>}
      </Said>
      {answer && (
        <Said
          side="marketing"
          what={`Marketing agreed: ${answer.by?.name ?? 'by a program'}`}
          at={answer.at}
          text={answer.text}
        >
          {answer.changes.length > 0 && (
            <ul className={styles.changes}>
              {answer.changes.map((change) => (
                <li key={`${change.kind} ${change.ref} ${change.text}`}>
                  <Tag>{changeWords[change.kind].name}</Tag> {change.ref && <b>{change.ref}: </b>}
                  {change.text}
                </li>
              ))}
            </ul>
          )}
        </Said>
      )}
      {contest && (
        <Said
          side="marketing"
          what={`Marketing contested: ${contest.by?.name ?? 'by a program'}`}
          at={contest.at}
          text={contest.text}
        />
      )}
      {votes
        .toSorted((a, b) => a.at.localeCompare(b.at))
        .map(({ party, ruling, by, at, note }) => (
          <Said
            key={party}
            side={party}
            what={`${by.name} for ${departmentName[party]}: ${rulingWords[ruling].said}`}
            at={at}
            text={note}
          />
        ))}
      <li className={styles.end} data-settled={isSettled || undefined}>
        <Verdict is={is}>{word}</Verdict>
        <span>
          {consequence}
          {deadlock && status === 'contested' && ' It is on the page of the sponsor.'}
        </span>
        {decidedAt && <When at={decidedAt} />}
      </li>
    </ol>
  );
}

function Said(props: { side: MemberDepartment; what: string; at: string; text: string | null; children?: ReactNode }) {
  return (
    <li className={styles.said} data-side={props.side}>
      <Half department={props.side} />
      <div>
        <p className={styles.what}>
          {props.what} <When at={props.at} />
        </p>
        {props.text && <p className={styles.text}>{props.text}</p>}
        {props.children}
      </div>
    </li>
  );
}

function When({ at }: { at: string }) {
  const format = useFormat();
  return (
    <time className="cap" dateTime={at} title={format.exact(at)}>
      {format.when(at, now())}
    </time>
  );
}

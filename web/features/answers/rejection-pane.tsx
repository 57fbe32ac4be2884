/** One rejected lead: whose, why, how long there is to answer, what was said, and what can be said now. */
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState } from 'react';
import { getRejection, type Rejection } from '../../../src/features/feedback/schema.ts';
import { useFormat } from '../../format.ts';
import { queryOf } from '../../queries.ts';
import { usePageKeys } from '../../shell/shortcuts.ts';
import { departmentName } from '../../ui/department.ts';
import { Icon } from '../../ui/icon.tsx';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import { Tag } from '../../ui/tag.tsx';
import { Verdict } from '../../ui/verdict.tsx';
import brief from '../inbox/brief.module.css';
import { ClockTimer } from '../inbox/brief-timer.tsx';
import deck from '../inbox/deck.module.css';
import { verdictWords } from '../inbox/verdict-words.ts';
import { AnswerSheet } from './answer-sheet.tsx';
import { type Ruling, statusVerdict } from './answer-words.ts';
import styles from './answers.module.css';
import { ContestSheet } from './contest-sheet.tsx';
import { Conversation } from './conversation.tsx';
import { owedClock } from './owed-clock.ts';
import { RuleSheet } from './rule-sheet.tsx';

export function RejectionPane(props: { rejectionId: string; readAgainMs: number; narrow: boolean }) {
  const { rejectionId, narrow } = props;
  const query = useQuery({
    ...queryOf(getRejection, { params: { rejectionId } }),
    refetchInterval: props.readAgainMs,
  });
  const { data } = query;
  return (
    <article className={styles.pane} aria-label={data ? `Rejection: ${data.contact.name}` : 'Rejection'}>
      {narrow && (
        <Link to="/answers" search={(before) => ({ ...before, rejection: undefined })} className={brief.back}>
          <Icon name="left" /> Answers
        </Link>
      )}
      {data && <Sheet rejection={data} takesFocus={narrow} />}
      {!data && query.error && (
        <ErrorState error={query.error} what="This rejection could not be opened." retry={() => void query.refetch()} />
      )}
      {!data && !query.error && <LoadingState lines={8} label="Loading the rejection" />}
      {data && <Actions rejection={data} />}
    </article>
  );
}

function Sheet({ rejection, takesFocus }: { rejection: Rejection; takesFocus: boolean }) {
  const { contact, account, reason, grade, campaign, persona, verdict, handoffId } = rejection;
  const clock = owedClock(rejection);
  const name = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (takesFocus) name.current?.focus({ preventScroll: true });
  }, [takesFocus]);
  return (
    <div className={styles.sheet}>
      <header className={brief.head}>
        <div>
          <h2 ref={name} tabIndex={-1}>
            <Link to="/people/$contactId" params={{ contactId: contact.id }} className={brief.person}>
              {contact.name}
            </Link>
          </h2>
          <p className="sub">
            {reason.name}
            {account && (
              <>
                {' · '}
                <Link to="/companies/$accountId" params={{ accountId: account.id }} className="link">
                  {account.name}
                </Link>
              </>
            )}
          </p>
          <p className={brief.facts}>
            <Tag>{verdictWords[verdict].group}</Tag>
            {grade && <Tag>{grade}</Tag>}
            {campaign && <Tag>{campaign}</Tag>}
            {persona && <Tag>{persona.name}</Tag>}
          </p>
        </div>
        {clock && <ClockTimer clock={clock} />}
      </header>
      <div className={styles.talk}>
        <Conversation rejection={rejection} />
      </div>
      <p className={styles.links}>
        <Link to="/inbox" search={{ handoff: handoffId, show: 'rejected' }} className="link">
          See the brief that Sales was given
        </Link>
        {rejection.newHandoffId && (
          <Link to="/inbox" search={{ handoff: rejection.newHandoffId }} className="link">
            See the lead that was given back
          </Link>
        )}
      </p>
    </div>
  );
}

type Open = 'answer' | 'contest' | Ruling;

function Actions({ rejection }: { rejection: Rejection }) {
  const format = useFormat();
  const [open, setOpen] = useState<Open | null>(null);
  const { may, parties, status, contestUntil } = rejection;
  const actions = useMemo(() => {
    const list: { key: string; label: string; what: string; opens: Open; isMain?: boolean }[] = [];
    if (may.answer.allowed)
      list.push({ key: 'a', label: 'Agree', what: 'Agree with Sales', opens: 'answer', isMain: true });
    if (may.contest.allowed) list.push({ key: 'c', label: 'Contest', what: 'Contest the rejection', opens: 'contest' });
    if (may.decide.allowed) {
      list.push({ key: 'u', label: 'Uphold', what: 'Rule that Sales was right', opens: 'upheld' });
      list.push({ key: 'o', label: 'Overturn', what: 'Rule that it is a lead', opens: 'overturned' });
    }
    return list;
  }, [may]);
  usePageKeys(
    useMemo(
      () => (open === null ? actions.map(({ key, what, opens }) => ({ key, what, run: () => setOpen(opens) })) : []),
      [actions, open],
    ),
  );
  const close = () => setOpen(null);
  const { is, word } = statusVerdict[status];
  const side = parties.map((party) => departmentName[party]).join(' and ');
  return (
    <footer className={deck.bar} data-foot-bar="">
      {actions.length > 0 && (
        <div className={deck.actions}>
          {actions.map(({ key, label, opens, isMain }) => (
            <Button
              key={key}
              {...(isMain ? { variant: 'filled', color: 'mkt' } : {})}
              onClick={() => setOpen(opens)}
              aria-keyshortcuts={key.toUpperCase()}
              data-main={isMain || undefined}
            >
              {label}
              <span className={deck.key} data-key={key.toUpperCase()} />
            </Button>
          ))}
        </div>
      )}
      {may.decide.allowed && <p className={deck.note}>You rule for {side}.</p>}
      {may.contest.allowed && contestUntil && (
        <p className={deck.note}>It can be contested once, until {format.dateTime(contestUntil)}.</p>
      )}
      {actions.length === 0 && (
        <div className={deck.outcome}>
          <span>
            <Verdict is={is}>{word}</Verdict>{' '}
            {status === 'open' ? may.answer.why : status === 'contested' ? may.decide.why : ''}
          </span>
        </div>
      )}
      {open === 'answer' && <AnswerSheet rejection={rejection} onClose={close} />}
      {open === 'contest' && <ContestSheet rejection={rejection} onClose={close} />}
      {(open === 'upheld' || open === 'overturned') && (
        <RuleSheet rejection={rejection} ruling={open} onClose={close} />
      )}
    </footer>
  );
}

/** The brief of one lead: who, how long, why now, why this grade, how to approach, who else, what is promised. */
import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { openBrief } from '../../../src/features/briefs/schema.ts';
import { getHandoff, type Handoff } from '../../../src/features/handoffs/schema.ts';
import { call } from '../../api.ts';
import { useFormat } from '../../format.ts';
import { queryOf } from '../../queries.ts';
import { may, useSession } from '../../session.ts';
import { Grade } from '../../ui/grade.tsx';
import { Icon } from '../../ui/icon.tsx';
import { WhyButton } from '../../ui/score.tsx';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import { Tag } from '../../ui/tag.tsx';
import { Attempts } from './attempts.tsx';
import styles from './brief.module.css';
import { Approach, Colleagues, Contact, Route, Touches } from './brief-sections.tsx';
import { BriefTimer } from './brief-timer.tsx';
import { Confirmed } from './confirmed.tsx';
import { Deck } from './deck.tsx';
import { Promises } from './promises.tsx';
import { Reasons } from './reasons.tsx';
import { Returned } from './returned.tsx';
import { Useful } from './useful.tsx';

export function Brief(props: {
  handoffId: string;
  back: string | null;
  /** Another person may decide while it is read: so often it is read again. */
  readAgainMs: number;
  isQuiet: boolean;
  onGone: () => void;
}) {
  const { handoffId, back } = props;
  const { show } = useSearch({ from: '/signed-in/inbox' });
  const query = useQuery({ ...queryOf(getHandoff, { params: { handoffId } }), refetchInterval: props.readAgainMs });
  const handoff = query.data;
  useOpened(handoff);
  return (
    <article className={styles.brief} aria-label={handoff ? `Brief: ${handoff.contact.name}` : 'Brief'}>
      {back && (
        <Link to="/inbox" search={(before) => ({ ...before, handoff: undefined, show })} className={styles.back}>
          <Icon name="left" /> {back}
        </Link>
      )}
      {handoff && <Sheet handoff={handoff} takesFocus={back !== null} />}
      {!handoff && query.error && (
        <ErrorState error={query.error} what="This lead could not be opened." retry={() => void query.refetch()} />
      )}
      {!handoff && !query.error && <LoadingState lines={8} label="Loading the brief" />}
      {handoff && <Deck handoff={handoff} isQuiet={props.isQuiet} onGone={props.onGone} />}
    </article>
  );
}

/** The server notes who has opened a brief, and when first. */
function useOpened(handoff: Handoff | undefined): void {
  const { member } = useSession();
  const id = handoff?.id;
  const isNoted = !may(member.role, openBrief) || handoff?.openings.some((one) => one.member.id === member.id);
  useEffect(() => {
    // Nothing on the page depends on it, and the next look at the brief tries again.
    if (id && !isNoted) call(openBrief, { params: { handoffId: id } }).catch(() => undefined);
  }, [id, isNoted]);
}

function Sheet({ handoff, takesFocus }: { handoff: Handoff; takesFocus: boolean }) {
  const { brief } = handoff;
  const [open, setOpen] = useState({ fit: false, engagement: false });
  const reasons = useRef<HTMLHeadingElement>(null);
  const name = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (takesFocus) name.current?.focus({ preventScroll: true });
  }, [takesFocus]);
  const showReasons = () => {
    setOpen({ fit: true, engagement: true });
    reasons.current?.focus({ preventScroll: true });
    reasons.current?.scrollIntoView({ block: 'start' });
  };
  return (
    <div className={styles.sheet}>
      <header className={styles.head}>
        <div>
          <h2 ref={name} tabIndex={-1}>
            <Link to="/people/$contactId" params={{ contactId: handoff.contact.id }} className={styles.person}>
              {handoff.contact.name}
            </Link>
          </h2>
          <p className="sub">
            <Post handoff={handoff} />
          </p>
          <Facts handoff={handoff} onWhy={showReasons} />
        </div>
        <BriefTimer handoff={handoff} />
      </header>
      <Returned handoff={handoff} />
      {brief.because.length > 0 && <p className={styles.because}>{brief.because.join(' ')}</p>}
      <Touches touches={brief.whyNow} />
      <div className={styles.columns}>
        {(handoff.status === 'accepted' || handoff.activities.length > 0) && <Attempts handoff={handoff} />}
        {handoff.confirmedAt !== null && <Confirmed handoff={handoff} />}
        <div className={styles.column}>
          <Reasons brief={brief} open={open} onOpen={setOpen} heading={reasons} />
          <Contact handoff={handoff} />
        </div>
        <div className={styles.column}>
          <Approach brief={brief} />
          <Colleagues handoff={handoff} />
        </div>
        <Promises clocks={handoff.clocks} agreement={brief.agreement} />
        <Route handoff={handoff} />
        <Useful handoff={handoff} />
      </div>
    </div>
  );
}

function Post({ handoff: { contact, account } }: { handoff: Handoff }) {
  if (!account) return contact.title ?? contact.email ?? 'Nothing more is known';
  return (
    <>
      {contact.title && `${contact.title} at `}
      <Link to="/companies/$accountId" params={{ accountId: account.id }} className="link">
        {account.name}
      </Link>
    </>
  );
}

function Facts({ handoff, onWhy }: { handoff: Handoff; onWhy: () => void }) {
  const format = useFormat();
  const { brief, expectedValue, campaign, cycle } = handoff;
  return (
    <p className={styles.facts}>
      {brief.scores && (
        <span className={styles.graded}>
          <Grade grade={brief.scores.grade} />
          <WhyButton of={brief.scores.grade} onClick={onWhy} />
        </span>
      )}
      {expectedValue && <Tag>{format.roughMoney(expectedValue)} estimate</Tag>}
      {brief.segment && <Tag>{brief.segment.name}</Tag>}
      {campaign && <Tag>{campaign}</Tag>}
      {cycle > 1 && <Tag>Cycle {cycle}</Tag>}
    </p>
  );
}

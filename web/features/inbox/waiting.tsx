/** Leads that wait because nobody was available: who, since when, why, how long there is to find somebody, and what can be done. */
import { Button, Checkbox } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { giveLead, giveLeads, listQueue, pullLead, type QueuedLead } from '../../../src/features/assignments/schema.ts';
import { ApiError, call } from '../../api.ts';
import { now } from '../../clock.ts';
import { useFormat } from '../../format.ts';
import { usePages } from '../../queries.ts';
import { may, useSession } from '../../session.ts';
import { useStream } from '../../stream.ts';
import { LinkButton } from '../../ui/link-button.tsx';
import { Ring } from '../../ui/ring.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import { say } from '../settings/say.tsx';
import { GiveSheet } from './give-sheet.tsx';
import inbox from './inbox.module.css';
import { Filters } from './queue.tsx';
import { refreshHandoffs } from './refresh.ts';
import { TimeLeft } from './time-left.tsx';
import { canTake } from './use-waiting.ts';
import styles from './waiting.module.css';

/** Colleagues who are not told of what was taken are not told of by the stream either. */
const readAgainMs = 15_000;
/** More names than this explain nothing further. */
const mostSkipped = 4;

export function Waiting() {
  const { member } = useSession();
  const stream = useStream();
  const list = usePages(listQueue, { query: { limit: 50 } }, { every: readAgainMs });
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [given, setGiven] = useState<QueuedLead[] | null>(null);
  const [problems, setProblems] = useState<ReadonlyMap<string, string>>(new Map());
  const { act, busy } = useTaking(setProblems);
  const gives = may(member.role, giveLead) && member.department !== 'marketing';
  const takes = canTake(member);
  const { rows } = list;
  if (!rows) {
    return list.error ? (
      <ErrorState error={list.error} what="The leads that wait could not be loaded." retry={list.reload} />
    ) : (
      <LoadingState lines={8} label="Loading the leads that wait" />
    );
  }
  const picked = rows.filter(({ qualificationId }) => chosen.has(qualificationId));
  const toggle = (id: string) =>
    setChosen((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  return (
    <div className={styles.room}>
      <section className={styles.page} aria-label="Leads that wait for somebody">
        <div className={styles.filters}>
          <Filters />
        </div>
        {rows.length === 0 ? (
          <EmptyState title="Nobody waits" action={<LinkButton to="/inbox">Go to the open leads</LinkButton>}>
            A lead that qualifies while nobody is available stands here, with the reason, until somebody takes it or is
            available again. Sales has a few business hours to find somebody.
          </EmptyState>
        ) : (
          <>
            <header className={styles.head}>
              <h2>
                Waiting for somebody, {rows.length}
                {list.more ? '+' : ''}
              </h2>
              {gives && picked.length > 0 && (
                <>
                  <span aria-live="polite">{picked.length} chosen</span>
                  <Button data-size="small" variant="filled" color="sales" onClick={() => setGiven(picked)}>
                    Give to …
                  </Button>
                </>
              )}
              {gives && (
                <button
                  type="button"
                  className={inbox.textButton}
                  onClick={() =>
                    setChosen(
                      picked.length > 0 ? new Set() : new Set(rows.map(({ qualificationId }) => qualificationId)),
                    )
                  }
                >
                  {picked.length > 0 ? 'Choose none' : 'Choose all'}
                </button>
              )}
            </header>
            {stream === 'down' && !list.error && (
              <p className={inbox.quiet} role="status">
                News do not come by themselves right now: the list is read again every few seconds.
              </p>
            )}
            {list.error && (
              <p className={inbox.stale} role="status">
                This list may be old: {list.error.message}{' '}
                <button type="button" className="link" onClick={list.reload}>
                  Try again
                </button>
              </p>
            )}
            <ul className={styles.list}>
              {rows.map((lead) => (
                <Row
                  key={lead.qualificationId}
                  lead={lead}
                  problem={problems.get(lead.qualificationId) ?? null}
                  isBusy={busy === lead.qualificationId}
                  onTake={takes ? () => void act(lead) : null}
                  onGive={gives ? () => setGiven([lead]) : null}
                  choice={
                    gives
                      ? { isChosen: chosen.has(lead.qualificationId), toggle: () => toggle(lead.qualificationId) }
                      : null
                  }
                />
              ))}
            </ul>
            {list.more && (
              <div className={inbox.more}>
                <Button onClick={list.more.load} loading={list.more.busy} data-size="small">
                  Show more
                </Button>
              </div>
            )}
          </>
        )}
        {given && (
          <Giving
            leads={given}
            onClose={() => setGiven(null)}
            onDone={(refused) => {
              setGiven(null);
              setChosen(new Set());
              setProblems(refused);
            }}
          />
        )}
      </section>
    </div>
  );
}

/** Takes a lead and goes to it; where somebody was faster, or the cap is reached, the row says so. */
function useTaking(tell: (problems: ReadonlyMap<string, string>) => void) {
  const navigate = useNavigate();
  const refresh = useRefresh();
  const [busy, setBusy] = useState<string | null>(null);
  const act = useCallback(
    async ({ qualificationId, contact }: QueuedLead) => {
      setBusy(qualificationId);
      tell(new Map());
      try {
        const { id } = await call(pullLead, { params: { qualificationId } });
        say(`${contact.name} is yours now.`);
        await navigate({ to: '/inbox', search: { handoff: id } });
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        // The list follows by itself: what is said stands as long as the row does.
        if (error.code === 'lead.already-taken') say(`${contact.name}: ${error.message}`);
        else tell(new Map([[qualificationId, error.message]]));
      } finally {
        setBusy(null);
        await refresh();
      }
    },
    [navigate, refresh, tell],
  );
  return { act, busy };
}

function Row(props: {
  lead: QueuedLead;
  problem: string | null;
  isBusy: boolean;
  onTake: (() => void) | null;
  onGive: (() => void) | null;
  choice: { isChosen: boolean; toggle: () => void } | null;
}) {
  const format = useFormat();
  const { lead, problem, choice } = props;
  const { contact, account, grade, since, clock, skipped, why } = lead;
  return (
    <li className={styles.row} data-chosen={choice?.isChosen || undefined}>
      {choice && (
        <Checkbox
          className={styles.check ?? ''}
          aria-label={`Choose ${contact.name}`}
          checked={choice.isChosen}
          onChange={choice.toggle}
        />
      )}
      <span className={styles.ring}>{clock && <Ring clock={clock} department="sales" />}</span>
      <div className={styles.text}>
        <p>
          <b>{contact.name || 'Somebody without a name'}</b>
          {clock && (
            <span className={styles.left}>
              <TimeLeft clock={clock} />
            </span>
          )}
        </p>
        <p className={styles.about}>
          {[account?.name, grade].filter(Boolean).map((word) => `${word} · `)}
          waits since{' '}
          <time dateTime={since} title={format.exact(since)}>
            {format.when(since, now())}
          </time>
        </p>
        <p className={styles.why}>{why}</p>
        {skipped.length > 0 && (
          <ul className={styles.skipped}>
            {skipped.slice(0, mostSkipped).map((one) => (
              <li key={one.member.id}>
                <b>{one.member.name}</b>: {one.why}
              </li>
            ))}
            {skipped.length > mostSkipped && <li>and {skipped.length - mostSkipped} more</li>}
          </ul>
        )}
        {problem && (
          <p className={styles.problem} role="alert">
            {problem}
          </p>
        )}
      </div>
      <div className={styles.actions}>
        {props.onTake && (
          <Button
            data-size="small"
            variant="filled"
            color="sales"
            loading={props.isBusy}
            onClick={props.onTake}
            aria-label={`Take it: ${contact.name}`}
          >
            Take it
          </Button>
        )}
        {props.onGive && (
          <Button data-size="small" onClick={props.onGive} aria-label={`Give to …: ${contact.name}`}>
            Give to …
          </Button>
        )}
      </div>
    </li>
  );
}

function Giving(props: {
  leads: readonly QueuedLead[];
  onClose: () => void;
  onDone: (refused: ReadonlyMap<string, string>) => void;
}) {
  const { leads } = props;
  const refresh = useRefresh();
  const [first] = leads;
  const send = async (memberId: string) => {
    if (first !== undefined && leads.length === 1) {
      const { member } = await call(giveLead, {
        params: { qualificationId: first.qualificationId },
        body: { memberId },
      });
      say(`${first.contact.name} is with ${member.name} now.`);
      props.onDone(new Map());
    } else {
      const qualificationIds = leads.map(({ qualificationId }) => qualificationId);
      const { done, refused } = await call(giveLeads, { body: { qualificationIds, memberId } });
      if (done.length > 0) say(done.length === 1 ? 'One lead is given over.' : `${done.length} leads are given over.`);
      props.onDone(new Map(refused.map(({ id, message }) => [id, message])));
    }
    await refresh();
  };
  const title = leads.length === 1 ? first?.contact.name : `${leads.length} leads`;
  return (
    <GiveSheet
      title={`Give ${title} to somebody`}
      holderId={null}
      description="They are told, and their time to respond begins now. Nobody gets more open leads than their cap."
      send={send}
      onClose={props.onClose}
    />
  );
}

function useRefresh(): () => Promise<void> {
  const client = useQueryClient();
  return useCallback(async () => {
    await Promise.all([listQueue, ...refreshHandoffs].map(({ id }) => client.invalidateQueries({ queryKey: [id] })));
  }, [client]);
}

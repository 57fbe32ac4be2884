/** The foot of a brief: what can be done, or what was. */
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import { acceptHandoff, getHandoff, type Handoff, listHandoffs } from '../../../src/features/handoffs/schema.ts';
import { ApiError } from '../../api.ts';
import { now } from '../../clock.ts';
import { type Format, useFormat } from '../../format.ts';
import { useAction } from '../../queries.ts';
import { may, useSession } from '../../session.ts';
import { usePageKeys } from '../../shell/shortcuts.ts';
import { FormProblem } from '../../ui/form.tsx';
import { Verdict } from '../../ui/verdict.tsx';
import styles from './accept-bar.module.css';

/** Somebody else was faster: what is shown is old. */
const conflict = 409;

export function AcceptBar({ handoff }: { handoff: Handoff }) {
  const format = useFormat();
  const { member } = useSession();
  const client = useQueryClient();
  const accept = useAction(acceptHandoff, { refresh: [listHandoffs, getHandoff] });
  const isOwn = handoff.member.id === member.id;
  const canAccept =
    handoff.status === 'offered' && may(member.role, acceptHandoff) && (isOwn || member.role !== 'member');
  const problem = accept.error instanceof ApiError ? accept.error : null;
  const isLate = problem?.status === conflict;

  const { mutate, isPending } = accept;
  const run = useMemo(
    () => () => {
      if (isPending) return;
      const readAgain = async () => {
        await Promise.all([listHandoffs, getHandoff].map(({ id }) => client.invalidateQueries({ queryKey: [id] })));
      };
      const onError = (error: Error) => {
        if (error instanceof ApiError && error.status === conflict) void readAgain();
      };
      mutate({ params: { handoffId: handoff.id } }, { onError });
    },
    [mutate, isPending, client, handoff.id],
  );
  usePageKeys(useMemo(() => (canAccept ? [{ key: 'a', what: 'Accept the lead', run }] : []), [canAccept, run]));

  // Once it is accepted the button is gone. A focus that was on it goes to what stands in its place.
  const outcome = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!canAccept && document.activeElement === document.body) outcome.current?.focus({ preventScroll: true });
  }, [canAccept]);

  return (
    <footer className={styles.bar} data-foot-bar="">
      {problem && (
        <div className={styles.problem}>
          <FormProblem
            problem={problem}
            kept={isLate ? 'The brief shows how it stands now.' : 'Nothing was changed: try again in a moment.'}
          />
        </div>
      )}
      {canAccept ? (
        <>
          <Button variant="filled" color="sales" loading={isPending} onClick={run} aria-keyshortcuts="A">
            {isOwn ? 'Accept' : `Accept for ${handoff.member.name}`}
            <span className={styles.key} data-key="A" />
          </Button>
          <DecideNote handoff={handoff} />
        </>
      ) : (
        <div ref={outcome} tabIndex={-1} className={styles.outcome}>
          <Outcome handoff={handoff} format={format} />
        </div>
      )}
    </footer>
  );
}

/** The sentence that says what silence means stands beside the button that ends it. */
function DecideNote({ handoff }: { handoff: Handoff }) {
  const decide = handoff.clocks.find(({ kind, state }) => kind === 'decide' && state === 'running');
  return decide ? <p className={styles.note}>{decide.sentence}</p> : null;
}

const closedWords: Partial<Record<Handoff['status'], string>> = {
  rejected: 'Rejected',
  'handed-back': 'Handed back',
  won: 'Won',
  lost: 'Lost',
  cancelled: 'Cancelled',
};

function Outcome({ handoff, format }: { handoff: Handoff; format: Format }) {
  const { status, acceptedAt, acceptedBy, closedAt, member } = handoff;
  if (status === 'offered') {
    return (
      <>
        <Verdict is="unknown">Offered</Verdict> {member.name}, their team lead or their head can accept it.
      </>
    );
  }
  if (status === 'accepted') {
    const at = acceptedAt ? ` ${format.when(acceptedAt, now())}` : '';
    const how = { rep: `by ${member.name}`, timeout: 'since nobody decided in time', ruling: 'by a ruling' };
    return (
      <>
        <Verdict is="good">Accepted</Verdict>
        {at}
        {acceptedBy && ` ${how[acceptedBy]}`}
      </>
    );
  }
  return (
    <>
      <Verdict is="unknown">{closedWords[status] ?? status}</Verdict>
      {closedAt && ` ${format.when(closedAt, now())}`}
    </>
  );
}

/** What can be done with all leads that are chosen. What is refused is told, lead by lead, and stops nothing. */
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { reassignHandoff, reassignHandoffs } from '../../../src/features/assignments/schema.ts';
import {
  acceptHandoffs,
  type Done,
  getHandoff,
  type HandoffSummary,
  rejectHandoffs,
  undoVerdict,
} from '../../../src/features/handoffs/schema.ts';
import { call } from '../../api.ts';
import { queryOf } from '../../queries.ts';
import { may, useSession } from '../../session.ts';
import { usePageKeys } from '../../shell/shortcuts.ts';
import { say, sayProblem } from '../settings/say.tsx';
import { GiveSheet } from './give-sheet.tsx';
import styles from './inbox.module.css';
import { RejectSheet } from './reject-sheet.tsx';
import type { Chosen } from './use-chosen.ts';
import { useReadAgain } from './use-done.ts';
import type { GivenReason } from './use-reason.ts';

/** The most that one call takes. */
const most = 200;
/** More is not taken back one by one. */
const mostUndone = 50;

export function ManyBar({ chosen }: { chosen: Chosen }) {
  const { member } = useSession();
  const readAgain = useReadAgain();
  const [busy, setBusy] = useState(false);
  const [sheet, setSheet] = useState<'reject' | 'give' | null>(null);
  const [refused, setRefused] = useState<Done['refused']>([]);
  const { rows, clear, chooseAll } = chosen;
  const ids = useMemo(() => rows.slice(0, most).map(({ id }) => id), [rows]);
  const names = new Map(rows.map(({ id, contact }) => [id, contact.name]));

  const tell = useCallback(
    async (done: Done, what: string, canUndo: boolean) => {
      const undo = async () => {
        for (const handoffId of done.done) await call(undoVerdict, { params: { handoffId } });
        await readAgain();
      };
      if (done.done.length > 0)
        say(countWords(done.done.length, what), canUndo && done.done.length <= mostUndone ? undo : undefined);
      setRefused(done.refused);
      setSheet(null);
      await readAgain();
      if (done.refused.length === 0) clear();
    },
    [readAgain, clear],
  );
  const accept = useCallback(async () => {
    setBusy(true);
    try {
      await tell(await call(acceptHandoffs, { body: { handoffIds: ids } }), 'accepted', true);
    } catch (error) {
      sayProblem(error);
    } finally {
      setBusy(false);
    }
  }, [ids, tell]);
  const reject = useCallback(
    async ({ attachTo: _, ...given }: GivenReason) =>
      tell(await call(rejectHandoffs, { body: { handoffIds: ids, ...given } }), 'rejected', true),
    [ids, tell],
  );
  usePageKeys(
    useMemo(
      () =>
        rows.length === 0 || sheet !== null
          ? []
          : [
              { key: 'a', what: 'Accept those that are chosen', run: () => void accept() },
              { key: 'r', what: 'Reject those that are chosen', run: () => setSheet('reject') },
            ],
      [rows.length, sheet, accept],
    ),
  );
  const title = `${rows.length} ${rows.length === 1 ? 'lead' : 'leads'}`;
  return (
    <div className={styles.many}>
      <p aria-live="polite">
        <b>{rows.length}</b> chosen
      </p>
      <Button
        data-size="small"
        variant="filled"
        color="sales"
        disabled={rows.length === 0}
        loading={busy}
        onClick={() => void accept()}
      >
        Accept
      </Button>
      <Button data-size="small" disabled={rows.length === 0} onClick={() => setSheet('reject')}>
        Reject
      </Button>
      {may(member.role, reassignHandoff) && (
        <Button data-size="small" disabled={rows.length === 0} onClick={() => setSheet('give')}>
          Give to …
        </Button>
      )}
      <button type="button" className={styles.textButton} onClick={chooseAll}>
        All
      </button>
      <button type="button" className={styles.textButton} onClick={clear}>
        Done
      </button>
      {refused.length > 0 && (
        <ul className={styles.refused} role="alert">
          {refused.map(({ id, message }) => (
            <li key={id}>
              <b>{names.get(id) ?? 'A lead'}</b>: {message}
            </li>
          ))}
        </ul>
      )}
      {sheet === 'reject' && (
        <RejectMany first={rows[0]} title={`Reject ${title}: why?`} send={reject} onClose={() => setSheet(null)} />
      )}
      {sheet === 'give' && (
        <GiveSheet
          title={`Give ${title} to somebody`}
          holderId={null}
          onClose={() => setSheet(null)}
          send={async (memberId) =>
            tell(await call(reassignHandoffs, { body: { handoffIds: ids, memberId } }), 'given over', false)
          }
        />
      )}
    </div>
  );
}

/** The reasons are those of the first lead; one of another agreement that has no such reason is refused and told. */
function RejectMany(props: {
  first: HandoffSummary | undefined;
  title: string;
  send: (given: GivenReason) => Promise<unknown>;
  onClose: () => void;
}) {
  const { first, ...rest } = props;
  const { data } = useQuery({
    ...queryOf(getHandoff, { params: { handoffId: first?.id ?? '' } }),
    enabled: first !== undefined,
  });
  return data ? <RejectSheet {...rest} handoff={data} isMany /> : null;
}

const countWords = (count: number, what: string) =>
  count === 1 ? `One lead is ${what}.` : `${count} leads are ${what}.`;

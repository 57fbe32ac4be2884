/** How a lead stands, in one line: what was decided, by whom, why, and the way back while there is one. */
import { Button } from '@mantine/core';
import { type Handoff, undoVerdict } from '../../../src/features/handoffs/schema.ts';
import { now } from '../../clock.ts';
import { useFormat } from '../../format.ts';
import { useAction } from '../../queries.ts';
import { Verdict } from '../../ui/verdict.tsx';
import { say, sayProblem } from '../settings/say.tsx';
import styles from './deck.module.css';
import { refreshHandoffs } from './refresh.ts';
import { statusWords } from './verdict-words.ts';

export function Outcome({ handoff }: { handoff: Handoff }) {
  const undo = useAction(undoVerdict, { refresh: refreshHandoffs });
  const takeBack = () =>
    undo.mutate(
      { params: { handoffId: handoff.id } },
      { onSuccess: ({ contact }) => say(`Undone: ${contact.name} stands as before.`), onError: sayProblem },
    );
  return (
    <>
      <span>
        <Standing handoff={handoff} />
      </span>
      {handoff.may.undo.allowed && (
        <Button
          data-size="small"
          variant="subtle"
          onClick={takeBack}
          loading={undo.isPending}
          className={styles.undo ?? ''}
        >
          Undo
        </Button>
      )}
    </>
  );
}

function Standing({ handoff }: { handoff: Handoff }) {
  const format = useFormat();
  const { status, acceptedAt, acceptedBy, closedAt, confirmedAt, member, returned } = handoff;
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
        {confirmedAt && `, confirmed ${format.when(confirmedAt, now())}`}
      </>
    );
  }
  return (
    <>
      <Verdict is="unknown">{statusWords[status]}</Verdict>
      {closedAt && ` ${format.when(closedAt, now())}`}
      {returned && `: ${returned.name}`}
    </>
  );
}

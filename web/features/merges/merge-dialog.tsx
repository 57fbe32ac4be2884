/** Two records side by side: which of them stays, what it takes over and why, what goes with the other, and what speaks against it. */
import { Button, Checkbox, Modal } from '@mantine/core';
import { useId, useState } from 'react';
import type { Merge, MergePreview } from '../../../src/features/merges/schema.ts';
import { ApiError } from '../../api.ts';
import { useFormat } from '../../format.ts';
import { FormProblem } from '../../ui/form.tsx';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import { say } from '../settings/say.tsx';
import { type Side, useMergeActions, usePreview, useSide } from './merge-calls.ts';
import { fieldName, fieldValue, type MergeObject, sayCounts } from './merge-words.ts';
import styles from './merges.module.css';

type Props = {
  object: MergeObject;
  ids: readonly [string, string];
  onClose: () => void;
  onMerged?: (merge: Merge) => void;
};

export function MergeDialog({ object, ids, onClose, onMerged }: Props) {
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={object === 'contact' ? 'Merge two people' : 'Merge two companies'}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Comparison object={object} ids={ids} onClose={onClose} {...(onMerged ? { onMerged } : {})} />
    </Modal>
  );
}

function Comparison({ object, ids: [id, otherId], onClose, onMerged }: Props) {
  const format = useFormat();
  const [survivorId, setSurvivorId] = useState<string>();
  const [areOne, setAreOne] = useState(false);
  const [problem, setProblem] = useState<ApiError | null>(null);
  const choice = { otherId, areOne, ...(survivorId === undefined ? {} : { survivorId }) };
  const preview = usePreview(object, id, choice);
  const sides = [useSide(object, id, format.date), useSide(object, otherId, format.date)];
  const { merge, undo } = useMergeActions(object);
  const failed = preview.error ?? sides.find(({ error }) => error)?.error;
  if (failed) {
    const retry = () => void Promise.all([preview.refetch(), ...sides.map((side) => side.refetch())]);
    return <ErrorState error={failed} what="These two could not be compared." retry={retry} />;
  }
  const [a, b] = sides.map(({ data }) => data);
  if (!(preview.data && a && b)) return <LoadingState lines={8} label="Comparing" />;
  const { survivor, merged, refused, why } = preview.data;
  const versionOf = (wanted: string) => (survivor.id === wanted ? survivor.version : merged.version);
  const send = async () => {
    setProblem(null);
    try {
      const body = { ...choice, survivorId: survivor.id, otherVersion: versionOf(otherId) };
      const made = await merge.mutateAsync({ id, version: versionOf(id), body });
      onClose();
      say(`Merged into ${cut(made.survivor.name)}.`, () => undo.mutateAsync(made.id));
      onMerged?.(made);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblem(error);
      void preview.refetch();
    }
  };
  return (
    <div className="stack">
      <fieldset className={styles.sides}>
        <legend>Which record stays?</legend>
        {[a, b].map((side) => (
          <Choice
            key={side.id}
            side={side}
            isChosen={side.id === (survivorId ?? survivor.id)}
            why={survivorId === undefined && side.id === survivor.id ? why : null}
            onChoose={() => setSurvivorId(side.id)}
          />
        ))}
      </fieldset>
      {refused ? (
        <div className={styles.refused} role="alert">
          <p>{refused.why}</p>
        </div>
      ) : (
        <Outcome preview={preview.data} />
      )}
      {(refused?.isForYouToSay || areOne) && (
        <Checkbox
          label="These are one person"
          description="Both user ids then lead to this person."
          checked={areOne}
          onChange={({ currentTarget }) => setAreOne(currentTarget.checked)}
        />
      )}
      <FormProblem problem={problem} kept="Nothing was changed." />
      <div className={styles.actions}>
        <Button onClick={onClose}>Cancel</Button>
        <Button
          variant="filled"
          loading={merge.isPending}
          disabled={refused !== null || preview.isPlaceholderData}
          onClick={() => void send()}
        >
          Merge
        </Button>
      </div>
    </div>
  );
}

/** Within a sentence the whole of a very long text helps nobody. */
const cut = (text: string) => (text.length > 60 ? `${[...text].slice(0, 60).join('')}…` : text || 'the other record');

function Choice(props: { side: Side; isChosen: boolean; why: string | null; onChoose: () => void }) {
  const { side, isChosen, why, onChoose } = props;
  const id = useId();
  return (
    <label className={styles.side} htmlFor={id}>
      <span className={styles.choice}>
        <input id={id} type="radio" name="survivor" checked={isChosen} onChange={onChoose} />
        {isChosen ? ['Stays', why].filter(Boolean).join('. ') : 'Goes into the other'}
      </span>
      <bdi className={styles.name}>{side.label || 'No name'}</bdi>
      <span className={styles.facts}>
        {side.facts.map(([name, value]) => (
          <span key={name}>
            <b>{name}</b>
            <bdi>{value}</bdi>
          </span>
        ))}
      </span>
    </label>
  );
}

function Outcome({ preview: { changes, moves, endsHandoff } }: { preview: MergePreview }) {
  const format = useFormat();
  const counts = sayCounts(moves, format.number);
  return (
    <>
      <section className={styles.part}>
        <h3>What changes</h3>
        {changes.length === 0 ? (
          <p className="sub">Nothing: the record that stays has it all, and keeps what it says.</p>
        ) : (
          <table className={styles.changes}>
            <thead>
              <tr>
                <th scope="col">Field</th>
                <th scope="col">Becomes</th>
                <th scope="col">Why</th>
              </tr>
            </thead>
            <tbody>
              {changes.map((change) => (
                <tr key={change.field}>
                  <th scope="row">{fieldName(change.field)}</th>
                  <td>
                    <bdi>{fieldValue(change, format.date)}</bdi>
                  </td>
                  <td>{change.why}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
      <section className={styles.part}>
        <h3>What goes with it</h3>
        <p className="sub">
          {counts.length === 0 ? 'Nothing belongs to the other record.' : `${counts.join(', ')}.`}
          {endsHandoff && ' Both have an open handoff: the one that was offered first goes on, the other is cancelled.'}{' '}
          It can be undone for 30 days.
        </p>
      </section>
    </>
  );
}

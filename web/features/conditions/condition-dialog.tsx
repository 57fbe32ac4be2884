/** Makes a condition for a filter or a list, and says all the while how many meet it. */
import { Button, Modal } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import type { Condition } from '../../../src/core/agreement/condition.ts';
import { useFormat } from '../../format.ts';
import { LoadingState } from '../../ui/states.tsx';
import { useNarrow } from '../../ui/use-narrow.ts';
import { type RecordQuery, useCount } from '../people/record-queries.ts';
import { ConditionBuilder } from './condition-builder.tsx';
import { ConditionSentence } from './condition-sentence.tsx';
import { type ConditionWords, useConditionWords } from './condition-words.ts';
import styles from './conditions.module.css';
import { useCondition } from './use-condition.ts';

type Props = {
  asked: 'contact' | 'account';
  title: string;
  initial: Condition | null;
  /** What else the list asks for: who does not meet it is not counted. */
  rest?: RecordQuery;
  /** Words on the button. */
  apply: string;
  /** Without a comparison there is nothing to apply. */
  isNeeded?: boolean;
  /** Null takes the condition away. */
  onApply: (condition: Condition | null) => unknown;
  onClose: () => void;
};

export function ConditionDialog(props: Props) {
  const words = useConditionWords();
  const narrow = useNarrow();
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={props.title}
      size="xl"
      fullScreen={narrow ?? false}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {words ? <Making {...props} words={words} /> : <LoadingState />}
    </Modal>
  );
}

const pauseMs = 300;

function Making(props: Props & { words: ConditionWords }) {
  const { asked, initial, rest = {}, words, apply, isNeeded = false, onApply, onClose } = props;
  const { group, setGroup, reading } = useCondition(initial, words, asked);
  const [strict, setStrict] = useState(false);
  const { condition, isEmpty, problems } = reading;
  const send = () => {
    if (problems.size > 0) setStrict(true);
    else onApply(condition);
  };
  return (
    <div className="stack">
      <ConditionBuilder
        asked={asked}
        value={group}
        onChange={setGroup}
        words={words}
        problems={problems}
        strict={strict}
      />
      {condition && <ConditionSentence condition={condition} group={group} words={words} />}
      {isEmpty && (
        <p className="sub">
          {isNeeded ? 'Add a first comparison.' : 'Without a comparison, the condition lets everybody through.'}
        </p>
      )}
      <div className={styles.foot}>
        <Matches asked={asked} condition={condition} isOpen={isEmpty || condition !== null} rest={rest} />
        <Button variant="subtle" onClick={onClose}>
          Cancel
        </Button>
        <Button variant="filled" disabled={isNeeded && isEmpty} onClick={send}>
          {apply}
        </Button>
      </div>
      {strict && problems.size > 0 && (
        <p className={styles.fault} role="alert">
          {problems.size === 1 ? 'One comparison is' : `${problems.size} comparisons are`} not finished.
        </p>
      )}
    </div>
  );
}

function Matches(props: { asked: Props['asked']; condition: Condition | null; isOpen: boolean; rest: RecordQuery }) {
  const { asked, condition, isOpen, rest } = props;
  const format = useFormat();
  const text = condition ? JSON.stringify(condition) : undefined;
  const [settled] = useDebouncedValue(text, pauseMs);
  const { count, error, isStale } = useCount(asked, { ...rest, ...(settled ? { filter: settled } : {}) }, isOpen);
  const [one, many] = asked === 'contact' ? ['person', 'people'] : ['company', 'companies'];
  const say = () => {
    if (!isOpen) return 'Finish the comparison to see whom it means.';
    if (error) return error.message;
    if (!count) return 'Counting …';
    if (count.isMore) return `Matches more than ${format.number(count.count)} ${many}`;
    return `Matches ${format.number(count.count)} ${count.count === 1 ? one : many}`;
  };
  return (
    <p className={styles.count} role="status" aria-busy={isStale || settled !== text}>
      {say()}
    </p>
  );
}

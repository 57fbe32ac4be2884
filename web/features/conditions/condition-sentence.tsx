import type { Condition } from '../../../src/core/agreement/condition.ts';
import { type BuilderGroup, toBuilder } from './builder-model.ts';
import { type ConditionWords, useConditionWords, useMemberNames } from './condition-words.ts';
import styles from './conditions.module.css';
import { sayBuilder } from './read-builder.ts';

/** A condition as people would say it. */
export function ConditionSentence(props: { condition: Condition; group: BuilderGroup; words: ConditionWords }) {
  const { speech } = useMemberNames(props.words, props.group);
  return (
    <p className={styles.words}>
      <bdi>{sayBuilder(props.condition, speech)}</bdi>
    </p>
  );
}

/** As above, where no builder is open. */
export function SaidCondition({ condition }: { condition: Condition }) {
  const words = useConditionWords();
  return words && <ConditionSentence condition={condition} group={toBuilder(condition)} words={words} />;
}

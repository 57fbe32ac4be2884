/** The rules in their order, each as a sentence; the one that the example meets is marked. */
import { ActionIcon } from '@mantine/core';
import type { ChannelRule } from '../../../src/core/channels/channel-rule.ts';
import { nameChannel } from '../../../src/core/channels/decide-channel.ts';
import { Icon } from '../../ui/icon.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { RowActions } from '../settings/row-actions.tsx';
import styles from './channels.module.css';
import { sayRule } from './rule-words.ts';

export function RuleList(props: {
  rules: ChannelRule[];
  met: string | null;
  /** Null for who may only read. */
  onChange: ((rules: ChannelRule[]) => void) | null;
  onEdit: (place: number) => void;
}) {
  const { rules, met, onChange, onEdit } = props;
  if (rules.length === 0) {
    return (
      <EmptyState title="No rule names a channel">
        Every visit is unassigned then. Add a rule, or go back to those of Baton.
      </EmptyState>
    );
  }
  return (
    <ol className={styles.rules} aria-label="Rules, the first that holds wins">
      {rules.map((rule, place) => (
        <li key={rule.key} className={styles.rule} data-met={rule.key === met || undefined}>
          <span className={styles.place}>{place + 1}</span>
          <div>
            <p className={styles.channel}>
              {nameChannel(rule.channel)}
              {rule.key !== rule.channel && <small> by the rule {rule.key}</small>}
              {rule.key === met && <small className={styles.met}> holds for the example</small>}
            </p>
            <p className="sub">
              when <bdi>{sayRule(rule)}</bdi>
            </p>
          </div>
          {onChange && (
            <div className={styles.tools}>
              <Move rules={rules} place={place} by={-1} onChange={onChange} />
              <Move rules={rules} place={place} by={1} onChange={onChange} />
              <RowActions
                of={`the rule ${rule.key}`}
                actions={[
                  { label: 'Edit', onClick: () => onEdit(place) },
                  { label: 'Remove', onClick: () => onChange(rules.toSpliced(place, 1)), danger: true },
                ]}
              />
            </div>
          )}
        </li>
      ))}
    </ol>
  );
}

function Move(props: { rules: ChannelRule[]; place: number; by: -1 | 1; onChange: (rules: ChannelRule[]) => void }) {
  const { rules, place, by, onChange } = props;
  const [rule, other] = [rules[place], rules[place + by]];
  const name = `Move ${rule?.key} ${by < 0 ? 'up' : 'down'}`;
  return (
    <ActionIcon
      aria-label={name}
      title={by < 0 ? 'Move up' : 'Move down'}
      // It keeps the focus at the end of the list, where a disabled button would lose it.
      aria-disabled={!other}
      onClick={() => rule && other && onChange(rules.with(place, other).with(place + by, rule))}
      className={by < 0 ? styles.up : undefined}
    >
      <Icon name="down" />
    </ActionIcon>
  );
}

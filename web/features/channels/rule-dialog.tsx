/** One rule: its channel, its key, and what must be met. */
import { Button, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ChannelRule, type ChannelTest } from '../../../src/core/channels/channel-rule.ts';
import { nameChannel } from '../../../src/core/channels/decide-channel.ts';
import { defaultRules } from '../../../src/core/channels/default-rules.ts';
import { focusFirstFault } from '../../ui/focus-first-fault.ts';
import { faultsOf } from '../../ui/form.tsx';
import { FormActions } from '../../ui/form-actions.tsx';
import styles from './channels.module.css';
import { TestFields } from './test-fields.tsx';

type Props = {
  /** Null for a new one. */
  rule: ChannelRule | null;
  /** Keys of the other rules. */
  taken: string[];
  onDone: (rule: ChannelRule) => void;
  onClose: () => void;
};

const firstTest: ChannelTest = { field: 'source', is: 'equals', values: [] };

export function RuleDialog(props: Props) {
  return (
    <Modal
      opened
      onClose={props.onClose}
      size="lg"
      title={props.rule ? `The rule ${props.rule.key}` : 'Add a rule'}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <RuleForm {...props} />
    </Modal>
  );
}

function RuleForm({ rule, taken, onDone, onClose }: Props) {
  const [draft, setDraft] = useState<ChannelRule>(rule ?? { key: '', channel: '', when: [{ any: [firstTest] }] });
  const [tried, setTried] = useState(false);
  const faults = tried ? checkRule(draft, taken) : {};
  const { when } = draft;
  const setWhen = (next: ChannelRule['when']) => setDraft({ ...draft, when: next });
  const setAny = (group: number, any: ChannelTest[]) =>
    setWhen(any.length > 0 ? when.with(group, { any }) : when.toSpliced(group, 1));
  const finish = () => {
    setTried(true);
    if (Object.keys(checkRule(draft, taken)).length > 0) focusFirstFault();
    else onDone(ChannelRule.parse(draft));
  };
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        finish();
      }}
    >
      <div className="pair">
        <TextInput
          label="Channel"
          description={draft.channel ? `Shown as ${nameChannel(draft.channel)}` : 'Such as paid-search'}
          required
          data-autofocus
          spellCheck={false}
          list="known-channels"
          value={draft.channel}
          onChange={(event) => {
            const channel = event.currentTarget.value;
            setDraft({ ...draft, channel, key: draft.key === draft.channel ? channel : draft.key });
          }}
          error={faults.channel}
        />
        <TextInput
          label="Key of the rule"
          description="By which reasons name it"
          required
          spellCheck={false}
          value={draft.key}
          onChange={(event) => setDraft({ ...draft, key: event.currentTarget.value })}
          error={faults.key}
        />
      </div>
      <datalist id="known-channels">
        {defaultRules.map(({ channel }) => (
          <option key={channel} value={channel} />
        ))}
      </datalist>
      {when.map(({ any }, group) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a group is its place in the rule; it has no other name
        <fieldset key={group} className={styles.group}>
          <legend>{group === 0 ? 'It holds when' : 'And when'}</legend>
          {any.map((test, place) => (
            <TestFields
              // biome-ignore lint/suspicious/noArrayIndexKey: a condition is its place in the group; it has no other name
              key={place}
              label={`Condition ${group + 1}.${place + 1}`}
              isFirst={place === 0}
              test={test}
              fault={faultOf(faults, group, place)}
              onChange={(next) => setAny(group, any.with(place, next))}
              onRemove={when.length + any.length > 2 ? () => setAny(group, any.toSpliced(place, 1)) : null}
            />
          ))}
          <div>
            <Button data-size="small" onClick={() => setAny(group, [...any, firstTest])}>
              Or
            </Button>
          </div>
        </fieldset>
      ))}
      {when.length < 10 && (
        <div>
          <Button data-size="small" onClick={() => setWhen([...when, { any: [firstTest] }])}>
            And another condition
          </Button>
        </div>
      )}
      <FormActions busy={false} others={<Button onClick={onClose}>Cancel</Button>}>
        {rule ? 'Take the change' : 'Add the rule'}
      </FormActions>
    </form>
  );
}

function checkRule(draft: ChannelRule, taken: string[]): Record<string, string> {
  const faults = faultsOf(ChannelRule, draft);
  if (taken.includes(draft.key)) faults.key = 'Another rule has this key.';
  for (const [group, { any }] of draft.when.entries()) {
    for (const [place, { values }] of any.entries()) {
      if (values.length === 0) faults[`when.${group}.any.${place}.values`] = 'Fill in at least one value.';
    }
  }
  return faults;
}

function faultOf(faults: Record<string, string>, group: number, place: number): string | undefined {
  return Object.entries(faults).find(([path]) => path.startsWith(`when.${group}.any.${place}.`))?.[1];
}

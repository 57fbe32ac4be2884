/** One condition of a rule: what is asked, how it compares, and with what. */
import { ActionIcon, Checkbox, Select, Textarea } from '@mantine/core';
import { useState } from 'react';
import { type ChannelTest, channelComparisons, channelFields } from '../../../src/core/channels/channel-rule.ts';
import { siteKinds } from '../../../src/core/channels/known-sites.ts';
import { Icon } from '../../ui/icon.tsx';
import styles from './channels.module.css';
import { comparisonName, fieldName, linesOf, siteName } from './rule-words.ts';

const titled = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

export function TestFields(props: {
  label: string;
  isFirst: boolean;
  test: ChannelTest;
  fault: string | undefined;
  onChange: (test: ChannelTest) => void;
  /** Null where it is the only one. */
  onRemove: (() => void) | null;
}) {
  const { label, isFirst, test, fault, onChange, onRemove } = props;
  const isSite = test.field === 'site';
  const setField = (value: string | null) => {
    const field = channelFields.find((known) => known === value);
    if (!field || field === test.field) return;
    onChange(field === 'site' || isSite ? { field, is: 'equals', values: [] } : { ...test, field });
  };
  return (
    <div className={styles.test}>
      {!isFirst && <p className="cap">or</p>}
      <div className={styles.testLine}>
        <Select
          aria-label={`${label}: what is asked`}
          data={channelFields.map((value) => ({ value, label: titled(fieldName[value]) }))}
          value={test.field}
          onChange={setField}
        />
        {!isSite && (
          <Select
            aria-label={`${label}: how it compares`}
            data={channelComparisons.map((value) => ({ value, label: comparisonName[value] }))}
            value={test.is}
            onChange={(value) => {
              const is = channelComparisons.find((known) => known === value);
              if (is) onChange({ ...test, is });
            }}
          />
        )}
        {onRemove && (
          <ActionIcon aria-label={`Remove ${label}`} title="Remove" onClick={onRemove} className={styles.remove}>
            <Icon name="close" />
          </ActionIcon>
        )}
      </div>
      {isSite ? (
        <SiteValues label={label} test={test} fault={fault} onChange={onChange} />
      ) : (
        <TextValues key={test.field} label={label} test={test} fault={fault} onChange={onChange} />
      )}
    </div>
  );
}

type ValueProps = {
  label: string;
  test: ChannelTest;
  fault: string | undefined;
  onChange: (test: ChannelTest) => void;
};

function SiteValues({ label, test, fault, onChange }: ValueProps) {
  return (
    <Checkbox.Group
      aria-label={`${label}: kinds of site`}
      value={test.values}
      onChange={(values) => onChange({ ...test, values })}
      error={fault}
    >
      <div className={styles.sites}>
        {siteKinds.map((kind) => (
          <Checkbox key={kind} value={kind} label={titled(siteName[kind] ?? kind)} />
        ))}
      </div>
    </Checkbox.Group>
  );
}

function TextValues({ label, test, fault, onChange }: ValueProps) {
  // As it is typed: an empty line is the beginning of the next value.
  const [text, setText] = useState(test.values.join('\n'));
  return (
    <Textarea
      aria-label={`${label}: values, one a line`}
      placeholder="One value a line; one of them is enough"
      rows={Math.min(6, Math.max(2, test.values.length + 1))}
      spellCheck={false}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        onChange({ ...test, values: linesOf(event.currentTarget.value) });
      }}
      error={fault}
    />
  );
}

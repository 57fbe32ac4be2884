/** To whom a routing rule gives a lead: the owner, a team, or one member. */
import { Select } from '@mantine/core';
import { MemberSelect } from '../settings/member-select.tsx';
import styles from './controls.module.css';
import { useDraftFacts } from './draft-context.tsx';

export function DestinationControl(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
}) {
  const { label, value, onChange, error } = props;
  const { teams } = useDraftFacts();
  const isMember = value.startsWith('member:');
  const known = teams.flatMap(({ key, name }) => (key ? [{ value: `team:${key}`, label: name }] : []));
  const isStrange = value.startsWith('team:') && !known.some((one) => one.value === value);
  const data = [
    {
      group: 'Whoever owns it',
      items: [
        { value: 'account.owner', label: 'Owner of the company' },
        { value: 'contact.owner', label: 'Owner of the person' },
      ],
    },
    { group: 'Teams', items: [...known, ...(isStrange ? [{ value, label: value.slice('team:'.length) }] : [])] },
    { group: 'Somebody', items: [{ value: 'member:', label: 'One member …' }] },
  ];
  return (
    <div className={styles.control}>
      <Select
        label={label}
        data={data}
        value={isMember ? 'member:' : value || null}
        error={isMember ? undefined : error}
        placeholder="Choose"
        onChange={(next) => next && onChange(next)}
      />
      {isMember && (
        <MemberSelect
          label="Member"
          value={value.slice('member:'.length) || null}
          onChange={(id) => onChange(`member:${id ?? ''}`)}
          error={error}
        />
      )}
    </div>
  );
}

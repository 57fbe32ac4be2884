/** Whose records are shown: a member's, or those that nobody owns. */
import { Button } from '@mantine/core';
import { MemberSelect } from '../settings/member-select.tsx';
import styles from './owner-select.module.css';

export function OwnerSelect({ value, onChange }: { value: string | null; onChange: (owner: string | null) => void }) {
  const isNobody = value === 'none';
  const isMine = value === 'me';
  return (
    <div className={styles.owner}>
      <MemberSelect
        label="Owner"
        placeholder={isNobody ? 'Nobody' : isMine ? 'I' : 'Anybody'}
        clearable
        everybody
        value={isNobody || isMine ? null : value}
        onChange={(id) => onChange(id)}
      />
      <Button
        variant={isMine ? 'light' : 'subtle'}
        aria-pressed={isMine}
        onClick={() => onChange(isMine ? null : 'me')}
      >
        Mine
      </Button>
      <Button
        variant={isNobody ? 'light' : 'subtle'}
        aria-pressed={isNobody}
        onClick={() => onChange(isNobody ? null : 'none')}
      >
        Nobody’s
      </Button>
    </div>
  );
}

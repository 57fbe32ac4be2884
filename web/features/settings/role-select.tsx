/** Choosing a role, each with what it means. */
import { Radio } from '@mantine/core';
import type { ReactNode } from 'react';
import { type Role, roles } from '../../../src/core/access.ts';
import styles from './settings.module.css';
import { roleMeaning, roleName } from './words.ts';

export function RoleSelect(props: { value: Role; onChange: (role: Role) => void; error?: ReactNode }) {
  return (
    <Radio.Group
      label="Role"
      value={props.value}
      onChange={(value) => props.onChange(roles.find((role) => role === value) ?? props.value)}
      error={props.error}
    >
      <div className={styles.choices}>
        {roles.map((role) => (
          <Radio key={role} value={role} label={roleName[role]} description={roleMeaning[role]} />
        ))}
      </div>
    </Radio.Group>
  );
}

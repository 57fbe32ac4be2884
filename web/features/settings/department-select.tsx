/** Choosing a department: Marketing left, Sales right, both in the middle of what they share. */
import { Input, SegmentedControl } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import { MemberDepartment } from '../../../src/core/access.ts';
import { Half } from '../../ui/half.tsx';
import styles from './settings.module.css';

const names: [MemberDepartment, string][] = [
  ['marketing', 'Marketing'],
  ['both', 'Both'],
  ['sales', 'Sales'],
];

export function DepartmentSelect(props: {
  value: MemberDepartment;
  onChange: (department: MemberDepartment) => void;
  error?: ReactNode;
}) {
  const id = useId();
  return (
    <Input.Wrapper label="Department" labelElement="div" labelProps={{ id }} error={props.error}>
      <SegmentedControl
        fullWidth
        aria-labelledby={id}
        value={props.value}
        onChange={(value) => props.onChange(MemberDepartment.parse(value))}
        data={names.map(([value, name]) => ({
          value,
          label: (
            <span className={styles.side}>
              <Half department={value} />
              {name}
            </span>
          ),
        }))}
      />
    </Input.Wrapper>
  );
}

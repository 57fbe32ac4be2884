/** Small labels: `DepartmentTag` (half and word in the department's colour) and `Tag` (anything else, grey). */
import type { ReactNode } from 'react';
import type { MemberDepartment } from '../../src/core/access.ts';
import { departmentClass, departmentName } from './department.ts';
import { Half } from './half.tsx';
import styles from './tag.module.css';

export function DepartmentTag({ department }: { department: MemberDepartment }) {
  return (
    <span className={`${styles.department} ${departmentClass[department]}`}>
      <Half department={department} />
      {departmentName[department]}
    </span>
  );
}

export function Tag({ children }: { children: ReactNode }) {
  return <span className={styles.tag}>{children}</span>;
}

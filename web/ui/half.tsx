/** Half a baton: a department's letter, or a person's initials (`Face`). Marketing is round on the left, Sales on the right, both on both. */
import type { MemberDepartment } from '../../src/core/access.ts';
import { departmentClass, departmentLetter, initialsOf } from './department.ts';
import styles from './half.module.css';

export function Half({ department }: { department: MemberDepartment }) {
  const side = departmentClass[department];
  return (
    <span className={`${styles.half} ${styles[side]} ${side}`} aria-hidden="true">
      {departmentLetter[department]}
    </span>
  );
}

/** Stands beside the written name, so it is silent. Without a department (a key, the system) it is grey. */
export function Face({ name, department }: { name: string; department?: MemberDepartment }) {
  const side = department ? departmentClass[department] : 'none';
  return (
    <span className={`${styles.half} ${styles.face} ${styles[side]} ${side}`} aria-hidden="true">
      {initialsOf(name)}
    </span>
  );
}

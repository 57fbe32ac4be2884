/** Words, letter and CSS class of a department. */
import type { MemberDepartment } from '../../src/core/access.ts';

export const departmentName: Record<MemberDepartment, string> = {
  marketing: 'Marketing',
  sales: 'Sales',
  both: 'Marketing and Sales',
};

/** The class of styles/base.css that gives a part its owner's colours. */
export const departmentClass: Record<MemberDepartment, 'mkt' | 'sales' | 'both'> = {
  marketing: 'mkt',
  sales: 'sales',
  both: 'both',
};

export const departmentLetter: Record<MemberDepartment, string> = { marketing: 'M', sales: 'S', both: 'B' };

/**
 * @example
 * initialsOf('Mary Jane Lindqvist') // 'ML'
 */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const first = [...(words[0] ?? '')][0] ?? '';
  const last = words.length > 1 ? ([...(words.at(-1) ?? '')][0] ?? '') : '';
  return (first + last).toLocaleUpperCase();
}

/** Words of roles, visibility and posts, each with what it means for the person. */
import type { Department, Role, Visibility } from '../../../src/core/access.ts';
import { departmentName } from '../../ui/department.ts';

export const roleName: Record<Role, string> = {
  admin: 'Admin',
  head: 'Head',
  lead: 'Lead',
  member: 'Member',
  viewer: 'Viewer',
  sponsor: 'Sponsor',
};

export const roleMeaning: Record<Role, string> = {
  admin: 'Sets everything up: members, teams, calendars, keys. Sees everything.',
  head: 'Runs a department: its teams, hours and absences. Sees everything.',
  lead: 'Acts for the teams that they lead or belong to.',
  member: 'Does the work: own records, own hours, own absences.',
  viewer: 'Reads what members may see and changes nothing.',
  sponsor: 'Reads everything, the audit log too, and changes nothing.',
};

export const visibilityName: Record<Visibility, string> = {
  own: 'Their own records',
  team: 'Records of their teams',
  all: 'Everything',
};

export const visibilityMeaning: Record<Visibility, string> = {
  own: 'Everybody sees what belongs to them and nothing of their colleagues.',
  team: 'Everybody also sees what belongs to members of their teams.',
  all: 'Everybody sees the records of both departments. Promises are easiest to keep in plain sight.',
};

/** `Heads Marketing, deputy in Sales`. Empty for who holds no post. */
export function postsOf({ heads, deputises }: { heads: Department[]; deputises: Department[] }): string {
  const parts = [
    ...(heads.length > 0 ? [`heads ${heads.map((name) => departmentName[name]).join(' and ')}`] : []),
    ...(deputises.length > 0 ? [`deputy in ${deputises.map((name) => departmentName[name]).join(' and ')}`] : []),
  ];
  const text = parts.join(', ');
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

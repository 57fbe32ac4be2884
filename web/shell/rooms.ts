/** The rooms and settings sections that exist. The navigation, the palette and the shortcuts read these lists. */
import type { MemberDepartment, Role } from '../../src/core/access.ts';
import { listAbsences } from '../../src/features/absences/schema.ts';
import { listAudit } from '../../src/features/audit/schema.ts';
import { listCalendars } from '../../src/features/calendars/schema.ts';
import { listImports } from '../../src/features/imports/schema.ts';
import { listKeys } from '../../src/features/keys/schema.ts';
import { listMembers } from '../../src/features/members/schema.ts';
import { listOutbox } from '../../src/features/outbox/schema.ts';
import { listSources } from '../../src/features/sources/schema.ts';
import { listTeams } from '../../src/features/teams/schema.ts';
import { getWorkspace } from '../../src/features/workspaces/schema.ts';
import { may } from '../session.ts';
import type { IconName } from '../ui/icon.tsx';

/**
 * The room that somebody begins in: who works leads begins with the leads, who answers for them with the answers, everybody else
 * with how both sides stand.
 *
 * @example
 * homeOf({ department: 'sales', role: 'member' }) // '/inbox'
 */
export function homeOf({
  department,
  role,
}: {
  department: MemberDepartment;
  role: Role;
}): '/inbox' | '/answers' | '/scoreboard' {
  if (department === 'both' || (role !== 'member' && role !== 'lead')) return '/scoreboard';
  return department === 'sales' ? '/inbox' : '/answers';
}

export type Room = {
  path: string;
  name: string;
  icon: IconName;
  key: string;
  /** On a phone it stands under "More": the tabs have room for four. */
  isUnderMore?: boolean;
};

/** On a phone Marketing has the Answers in the place of the Inbox. */
export function tabsFor({ department }: { department: MemberDepartment }): { tabs: Room[]; underMore: Room[] } {
  const hidden = department === 'marketing' ? '/inbox' : '/answers';
  const isTab = ({ path, isUnderMore = false }: Room) => path !== hidden && !isUnderMore;
  return { tabs: rooms.filter(isTab), underMore: rooms.filter((room) => !isTab(room)) };
}

export const rooms: readonly Room[] = [
  { path: '/scoreboard', name: 'Scoreboard', icon: 'board', key: 'b' },
  { path: '/inbox', name: 'Inbox', icon: 'inbox', key: 'i' },
  { path: '/answers', name: 'Answers', icon: 'comment', key: 'w' },
  { path: '/people', name: 'People', icon: 'person', key: 'p' },
  { path: '/companies', name: 'Companies', icon: 'building', key: 'c', isUnderMore: true },
  { path: '/deals', name: 'Deals', icon: 'deal', key: 'd', isUnderMore: true },
  { path: '/agreement', name: 'Agreement', icon: 'doc', key: 'a' },
  { path: '/tasks', name: 'Tasks', icon: 'tasks', key: 't', isUnderMore: true },
  { path: '/settings', name: 'Settings', icon: 'settings', key: 's', isUnderMore: true },
];

/** A section is shown to whoever may make the call that fills it. */
const sections = [
  { path: '/settings/workspace', name: 'Workspace', group: 'Company', needs: getWorkspace },
  { path: '/settings/members', name: 'Members', group: 'Company', needs: listMembers },
  { path: '/settings/teams', name: 'Teams', group: 'Company', needs: listTeams },
  { path: '/settings/calendars', name: 'Calendars', group: 'Time', needs: listCalendars },
  { path: '/settings/absences', name: 'Absences', group: 'Time', needs: listAbsences },
  { path: '/settings/sources', name: 'Sources', group: 'Data', needs: listSources },
  { path: '/settings/imports', name: 'Imports', group: 'Data', needs: listImports },
  // As sources: everybody reads them, and their schemas are for their pages only.
  { path: '/settings/forms', name: 'Forms', group: 'Data', needs: listSources },
  { path: '/settings/fields', name: 'Fields', group: 'Data', needs: listSources },
  // Read by the same rule as sources; the schema of channels brings the list of public suffixes, which is for its page only.
  { path: '/settings/channels', name: 'Channels', group: 'Data', needs: listSources },
  { path: '/settings/keys', name: 'API keys', group: 'System', needs: listKeys },
  { path: '/settings/outbox', name: 'Outbox', group: 'System', needs: listOutbox },
  { path: '/settings/audit', name: 'Audit', group: 'System', needs: listAudit },
] as const;

export type Section = { path: string; name: string; group: string };

export const profileSection: Section = { path: '/settings/profile', name: 'Profile', group: 'You' };

export const sectionsFor = (role: Role): Section[] => [
  profileSection,
  ...sections.filter(({ needs }) => may(role, needs)),
];

import { createRoute, lazyRouteComponent, type RouteComponent, redirect } from '@tanstack/react-router';
import { readSettingsSearch } from '../settings-search.ts';
import { UnknownPage } from '../shell/page-fallbacks.tsx';
import { SettingsLayout } from '../shell/settings-layout.tsx';
import { signedIn } from './parents.tsx';

const settings = createRoute({
  getParentRoute: () => signedIn,
  path: '/settings',
  staticData: { title: 'Settings' },
  validateSearch: readSettingsSearch,
  component: SettingsLayout,
  notFoundComponent: UnknownPage,
});

const settingsHome = createRoute({
  getParentRoute: () => settings,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/settings/workspace', replace: true });
  },
});

/** One section of the settings: `/settings/<path>`. */
const section = <Path extends string>(path: Path, title: string, component: RouteComponent) =>
  createRoute({ getParentRoute: () => settings, path, staticData: { title }, component });

const sections = [
  section(
    'profile',
    'Profile',
    lazyRouteComponent(() => import('../features/profile/profile-page.tsx'), 'ProfilePage'),
  ),
  section(
    'workspace',
    'Workspace',
    lazyRouteComponent(() => import('../features/settings/workspace-page.tsx'), 'WorkspacePage'),
  ),
  section(
    'members',
    'Members',
    lazyRouteComponent(() => import('../features/settings/members-page.tsx'), 'MembersPage'),
  ),
  section(
    'teams',
    'Teams',
    lazyRouteComponent(() => import('../features/settings/teams-page.tsx'), 'TeamsPage'),
  ),
  section(
    'calendars',
    'Calendars',
    lazyRouteComponent(() => import('../features/settings/calendars-page.tsx'), 'CalendarsPage'),
  ),
  section(
    'absences',
    'Absences',
    lazyRouteComponent(() => import('../features/settings/absences-page.tsx'), 'AbsencesPage'),
  ),
  section(
    'fields',
    'Fields',
    lazyRouteComponent(() => import('../features/fields/fields-page.tsx'), 'FieldsPage'),
  ),
  section(
    'sources',
    'Sources',
    lazyRouteComponent(() => import('../features/sources/sources-page.tsx'), 'SourcesPage'),
  ),
  section(
    'sources/$sourceId',
    'Source',
    lazyRouteComponent(() => import('../features/sources/source-page.tsx'), 'SourcePage'),
  ),
  section(
    'imports',
    'Imports',
    lazyRouteComponent(() => import('../features/imports/imports-page.tsx'), 'ImportsPage'),
  ),
  section(
    'imports/new',
    'Import a file',
    lazyRouteComponent(() => import('../features/imports/new-import-page.tsx'), 'NewImportPage'),
  ),
  section(
    'imports/$importId',
    'Import',
    lazyRouteComponent(() => import('../features/imports/import-page.tsx'), 'ImportPage'),
  ),
  section(
    'forms',
    'Forms',
    lazyRouteComponent(() => import('../features/forms/forms-page.tsx'), 'FormsPage'),
  ),
  section(
    'forms/$formId',
    'Form',
    lazyRouteComponent(() => import('../features/forms/form-page.tsx'), 'FormPage'),
  ),
  section(
    'channels',
    'Channels',
    lazyRouteComponent(() => import('../features/channels/channels-page.tsx'), 'ChannelsPage'),
  ),
  section(
    'keys',
    'API keys',
    lazyRouteComponent(() => import('../features/settings/keys-page.tsx'), 'KeysPage'),
  ),
  section(
    'outbox',
    'Outbox',
    lazyRouteComponent(() => import('../features/settings/outbox-page.tsx'), 'OutboxPage'),
  ),
  section(
    'audit',
    'Audit',
    lazyRouteComponent(() => import('../features/settings/audit-page.tsx'), 'AuditPage'),
  ),
] as const;

export const settingsPages = settings.addChildren([settingsHome, ...sections]);

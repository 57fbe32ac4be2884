import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  type RouteComponent,
  redirect,
} from '@tanstack/react-router';
import { z } from 'zod';
import { getSetup } from '../src/features/workspaces/schema.ts';
import { queryClient, queryOf } from './queries.ts';
import { safePath } from './safe-path.ts';
import { sessionQuery } from './session.ts';
import { readSettingsSearch, writeSearch } from './settings-search.ts';
import { FrontError, PageError, UnknownAddress, UnknownPage } from './shell/page-fallbacks.tsx';
import { homeOf } from './shell/rooms.ts';
import { SettingsLayout } from './shell/settings-layout.tsx';
import { Shell } from './shell/shell.tsx';
import { usePageTitle } from './shell/use-page-title.ts';
import { LoadingState } from './ui/states.tsx';

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
  interface StaticDataRouteOption {
    /** Heads the window and, behind the sign-in, the page. */
    title?: string;
    /** The page takes the whole room below the title, and its panes scroll by themselves; on a phone it has no margins. */
    fills?: boolean;
  }
}

const root = createRootRoute({ component: Root, notFoundComponent: UnknownAddress, errorComponent: FrontError });

function Root() {
  usePageTitle();
  return <Outlet />;
}

/** Pages for members: whoever is not signed in goes to the sign-in, and comes back to where they wanted to be. */
const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  errorComponent: FrontError,
  component: Shell,
  notFoundComponent: UnknownPage,
  beforeLoad: async ({ location }) => {
    const session = await queryClient.ensureQueryData(sessionQuery);
    if (session) return;
    const { needed } = await queryClient.fetchQuery(queryOf(getSetup, {}));
    if (needed) throw redirect({ to: '/welcome' });
    const next = location.href === '/' ? undefined : location.href;
    throw redirect({ to: '/sign-in', search: next ? { next } : {} });
  },
});

/** Pages before signing in. */
const SignInSearch = z.object({
  next: z.string().optional().catch(undefined),
  because: z.enum(['reset', 'ended', 'taken']).optional().catch(undefined),
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  errorComponent: FrontError,
  staticData: { title: 'Sign in' },
  validateSearch: SignInSearch,
  beforeLoad: async ({ search }) => {
    const session = await queryClient.ensureQueryData(sessionQuery);
    if (session) throw redirect({ to: safePath(search.next) });
    const { needed } = await queryClient.fetchQuery(queryOf(getSetup, {}));
    if (needed) throw redirect({ to: '/welcome' });
  },
  component: lazyRouteComponent(() => import('./features/sessions/sign-in-page.tsx'), 'SignInPage'),
});

const forgotPassword = createRoute({
  getParentRoute: () => root,
  path: '/forgot-password',
  staticData: { title: 'Forgot your password?' },
  component: lazyRouteComponent(() => import('./features/sessions/forgot-password-page.tsx'), 'ForgotPasswordPage'),
});

const resetPassword = createRoute({
  getParentRoute: () => root,
  path: '/reset',
  staticData: { title: 'Set a new password' },
  component: lazyRouteComponent(() => import('./features/sessions/reset-password-page.tsx'), 'ResetPasswordPage'),
});

const join = createRoute({
  getParentRoute: () => root,
  path: '/join',
  staticData: { title: 'Join' },
  component: lazyRouteComponent(() => import('./features/invitations/join-page.tsx'), 'JoinPage'),
});

/** The first run. Its last two steps come after the owner is signed in, and survive a reload. */
const WelcomeSearch = z.object({ step: z.enum(['invite', 'doors']).optional().catch(undefined) });

const welcome = createRoute({
  getParentRoute: () => root,
  path: '/welcome',
  errorComponent: FrontError,
  staticData: { title: 'Welcome' },
  validateSearch: WelcomeSearch,
  beforeLoad: async ({ search }) => {
    const session = await queryClient.ensureQueryData(sessionQuery);
    if (session && search.step) return;
    if (session) throw redirect({ to: '/' });
    const { needed } = await queryClient.fetchQuery(queryOf(getSetup, {}));
    if (!needed) throw redirect({ to: '/sign-in' });
    if (search.step) throw redirect({ to: '/welcome' });
  },
  component: lazyRouteComponent(() => import('./features/setup/welcome-page.tsx'), 'WelcomePage'),
});

const home = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  beforeLoad: async () => {
    const session = await queryClient.ensureQueryData(sessionQuery);
    throw redirect({ to: session ? homeOf(session.member) : '/scoreboard', replace: true });
  },
});

const scoreboard = createRoute({
  getParentRoute: () => signedIn,
  path: '/scoreboard',
  staticData: { title: 'Scoreboard' },
  component: lazyRouteComponent(() => import('./features/scoreboard/scoreboard-page.tsx'), 'ScoreboardPage'),
});

/** The open brief is in the address, so that it can be sent, and that Back closes it on a phone. */
const InboxSearch = z.object({ handoff: z.uuid().optional().catch(undefined) });

const inbox = createRoute({
  getParentRoute: () => signedIn,
  path: '/inbox',
  staticData: { title: 'Inbox', fills: true },
  validateSearch: InboxSearch,
  component: lazyRouteComponent(() => import('./features/inbox/inbox-page.tsx'), 'InboxPage'),
});

/** Search, order and filters stand in the address as plain texts; each page reads those that it knows. */
const people = createRoute({
  getParentRoute: () => signedIn,
  path: '/people',
  staticData: { title: 'People' },
  validateSearch: readSettingsSearch,
  component: lazyRouteComponent(() => import('./features/people/people-page.tsx'), 'PeoplePage'),
});

const person = createRoute({
  getParentRoute: () => signedIn,
  path: '/people/$contactId',
  staticData: { title: 'People' },
  component: lazyRouteComponent(() => import('./features/people/person-page.tsx'), 'PersonPage'),
});

const peopleDuplicates = createRoute({
  getParentRoute: () => signedIn,
  path: '/people/duplicates',
  staticData: { title: 'Duplicates' },
  component: lazyRouteComponent(() => import('./features/merges/duplicates-page.tsx'), 'PeopleDuplicatesPage'),
});

const companyDuplicates = createRoute({
  getParentRoute: () => signedIn,
  path: '/companies/duplicates',
  staticData: { title: 'Duplicates' },
  component: lazyRouteComponent(() => import('./features/merges/duplicates-page.tsx'), 'CompanyDuplicatesPage'),
});

const companies = createRoute({
  getParentRoute: () => signedIn,
  path: '/companies',
  staticData: { title: 'Companies' },
  validateSearch: readSettingsSearch,
  component: lazyRouteComponent(() => import('./features/companies/companies-page.tsx'), 'CompaniesPage'),
});

const company = createRoute({
  getParentRoute: () => signedIn,
  path: '/companies/$accountId',
  staticData: { title: 'Companies' },
  component: lazyRouteComponent(() => import('./features/companies/company-page.tsx'), 'CompanyPage'),
});

const lists = createRoute({
  getParentRoute: () => signedIn,
  path: '/lists',
  staticData: { title: 'Lists' },
  validateSearch: readSettingsSearch,
  component: lazyRouteComponent(() => import('./features/lists/lists-page.tsx'), 'ListsPage'),
});

/** A clause stands behind "#", the talk about it in the search. */
const AgreementSearch = z.object({
  discuss: z.string().max(300).optional().catch(undefined),
  as: z.enum(['question']).optional().catch(undefined),
});

const agreement = createRoute({
  getParentRoute: () => signedIn,
  path: '/agreement',
  staticData: { title: 'Agreement' },
  validateSearch: AgreementSearch,
  component: lazyRouteComponent(() => import('./features/agreement/agreement-page.tsx'), 'AgreementPage'),
});

const agreementVersions = createRoute({
  getParentRoute: () => signedIn,
  path: '/agreement/versions',
  staticData: { title: 'Agreement' },
  component: lazyRouteComponent(() => import('./features/agreement/versions-page.tsx'), 'VersionsPage'),
});

const agreementVersion = createRoute({
  getParentRoute: () => signedIn,
  path: '/agreement/$versionId',
  staticData: { title: 'Agreement' },
  validateSearch: AgreementSearch,
  component: lazyRouteComponent(() => import('./features/agreement/agreement-page.tsx'), 'VersionPage'),
});

/** Which version it is held against, and whether what stays the same is shown, too. */
const ChangesSearch = AgreementSearch.extend({
  since: z.uuid().optional().catch(undefined),
  all: z.enum(['yes']).optional().catch(undefined),
});

const agreementChanges = createRoute({
  getParentRoute: () => signedIn,
  path: '/agreement/$versionId/changes',
  staticData: { title: 'Agreement' },
  validateSearch: ChangesSearch,
  component: lazyRouteComponent(() => import('./features/agreement/changes-page.tsx'), 'ChangesPage'),
});

/** The part of the agreement and the clause that are open stand in the address, as plain texts. */
const agreementDrafts = createRoute({
  getParentRoute: () => signedIn,
  path: '/agreement/drafts',
  staticData: { title: 'Agreement' },
  validateSearch: readSettingsSearch,
  component: lazyRouteComponent(() => import('./features/agreement-editor/drafts-page.tsx'), 'DraftsPage'),
});

const agreementEdit = createRoute({
  getParentRoute: () => signedIn,
  path: '/agreement/$versionId/edit',
  staticData: { title: 'Agreement' },
  validateSearch: readSettingsSearch,
  component: lazyRouteComponent(() => import('./features/agreement-editor/draft-page.tsx'), 'DraftPage'),
});

const tasks = createRoute({
  getParentRoute: () => signedIn,
  path: '/tasks',
  staticData: { title: 'Tasks' },
  component: lazyRouteComponent(() => import('./features/tasks/tasks-page.tsx'), 'TasksPage'),
});

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
    lazyRouteComponent(() => import('./features/profile/profile-page.tsx'), 'ProfilePage'),
  ),
  section(
    'workspace',
    'Workspace',
    lazyRouteComponent(() => import('./features/settings/workspace-page.tsx'), 'WorkspacePage'),
  ),
  section(
    'members',
    'Members',
    lazyRouteComponent(() => import('./features/settings/members-page.tsx'), 'MembersPage'),
  ),
  section(
    'teams',
    'Teams',
    lazyRouteComponent(() => import('./features/settings/teams-page.tsx'), 'TeamsPage'),
  ),
  section(
    'calendars',
    'Calendars',
    lazyRouteComponent(() => import('./features/settings/calendars-page.tsx'), 'CalendarsPage'),
  ),
  section(
    'absences',
    'Absences',
    lazyRouteComponent(() => import('./features/settings/absences-page.tsx'), 'AbsencesPage'),
  ),
  section(
    'fields',
    'Fields',
    lazyRouteComponent(() => import('./features/fields/fields-page.tsx'), 'FieldsPage'),
  ),
  section(
    'sources',
    'Sources',
    lazyRouteComponent(() => import('./features/sources/sources-page.tsx'), 'SourcesPage'),
  ),
  section(
    'sources/$sourceId',
    'Source',
    lazyRouteComponent(() => import('./features/sources/source-page.tsx'), 'SourcePage'),
  ),
  section(
    'imports',
    'Imports',
    lazyRouteComponent(() => import('./features/imports/imports-page.tsx'), 'ImportsPage'),
  ),
  section(
    'imports/new',
    'Import a file',
    lazyRouteComponent(() => import('./features/imports/new-import-page.tsx'), 'NewImportPage'),
  ),
  section(
    'imports/$importId',
    'Import',
    lazyRouteComponent(() => import('./features/imports/import-page.tsx'), 'ImportPage'),
  ),
  section(
    'forms',
    'Forms',
    lazyRouteComponent(() => import('./features/forms/forms-page.tsx'), 'FormsPage'),
  ),
  section(
    'forms/$formId',
    'Form',
    lazyRouteComponent(() => import('./features/forms/form-page.tsx'), 'FormPage'),
  ),
  section(
    'channels',
    'Channels',
    lazyRouteComponent(() => import('./features/channels/channels-page.tsx'), 'ChannelsPage'),
  ),
  section(
    'keys',
    'API keys',
    lazyRouteComponent(() => import('./features/settings/keys-page.tsx'), 'KeysPage'),
  ),
  section(
    'outbox',
    'Outbox',
    lazyRouteComponent(() => import('./features/settings/outbox-page.tsx'), 'OutboxPage'),
  ),
  section(
    'audit',
    'Audit',
    lazyRouteComponent(() => import('./features/settings/audit-page.tsx'), 'AuditPage'),
  ),
] as const;

export const router = createRouter({
  routeTree: root.addChildren([
    signedIn.addChildren([
      home,
      scoreboard,
      inbox,
      people,
      person,
      peopleDuplicates,
      companies,
      company,
      companyDuplicates,
      agreement,
      agreementVersions,
      agreementVersion,
      agreementChanges,
      agreementDrafts,
      agreementEdit,
      tasks,
      lists,
      settings.addChildren([settingsHome, ...sections]),
    ]),
    signIn,
    forgotPassword,
    resetPassword,
    join,
    welcome,
  ]),
  scrollRestoration: true,
  // Addresses that people can read: every value is plain text, without the quotes of JSON.
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: writeSearch,
  defaultPreload: 'intent',
  defaultPendingComponent: () => <LoadingState lines={5} />,
  defaultPendingMs: 300,
  defaultErrorComponent: PageError,
});

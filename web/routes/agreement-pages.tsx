import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { z } from 'zod';
import { readSettingsSearch } from '../settings-search.ts';
import { signedIn } from './parents.tsx';

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
  component: lazyRouteComponent(() => import('../features/agreement/agreement-page.tsx'), 'AgreementPage'),
});

const agreementVersions = createRoute({
  getParentRoute: () => signedIn,
  path: '/agreement/versions',
  staticData: { title: 'Agreement' },
  component: lazyRouteComponent(() => import('../features/agreement/versions-page.tsx'), 'VersionsPage'),
});

const agreementVersion = createRoute({
  getParentRoute: () => signedIn,
  path: '/agreement/$versionId',
  staticData: { title: 'Agreement' },
  validateSearch: AgreementSearch,
  component: lazyRouteComponent(() => import('../features/agreement/agreement-page.tsx'), 'VersionPage'),
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
  component: lazyRouteComponent(() => import('../features/agreement/changes-page.tsx'), 'ChangesPage'),
});

/** The part of the agreement and the clause that are open stand in the address, as plain texts. */
const agreementDrafts = createRoute({
  getParentRoute: () => signedIn,
  path: '/agreement/drafts',
  staticData: { title: 'Agreement' },
  validateSearch: readSettingsSearch,
  component: lazyRouteComponent(() => import('../features/agreement-editor/drafts-page.tsx'), 'DraftsPage'),
});

const agreementEdit = createRoute({
  getParentRoute: () => signedIn,
  path: '/agreement/$versionId/edit',
  staticData: { title: 'Agreement' },
  validateSearch: readSettingsSearch,
  component: lazyRouteComponent(() => import('../features/agreement-editor/draft-page.tsx'), 'DraftPage'),
});

export const agreementPages = [
  agreement,
  agreementVersions,
  agreementVersion,
  agreementChanges,
  agreementDrafts,
  agreementEdit,
] as const;

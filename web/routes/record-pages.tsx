import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { z } from 'zod';
import { readSettingsSearch } from '../settings-search.ts';
import { signedIn } from './parents.tsx';

/** Search, order and filters stand in the address as plain texts; each page reads those that it knows. */
const people = createRoute({
  getParentRoute: () => signedIn,
  path: '/people',
  staticData: { title: 'People' },
  validateSearch: readSettingsSearch,
  component: lazyRouteComponent(() => import('../features/people/people-page.tsx'), 'PeoplePage'),
});

const person = createRoute({
  getParentRoute: () => signedIn,
  path: '/people/$contactId',
  staticData: { title: 'People' },
  component: lazyRouteComponent(() => import('../features/people/person-page.tsx'), 'PersonPage'),
});

const peopleDuplicates = createRoute({
  getParentRoute: () => signedIn,
  path: '/people/duplicates',
  staticData: { title: 'Duplicates' },
  component: lazyRouteComponent(() => import('../features/merges/duplicates-page.tsx'), 'PeopleDuplicatesPage'),
});

const companyDuplicates = createRoute({
  getParentRoute: () => signedIn,
  path: '/companies/duplicates',
  staticData: { title: 'Duplicates' },
  component: lazyRouteComponent(() => import('../features/merges/duplicates-page.tsx'), 'CompanyDuplicatesPage'),
});

const companies = createRoute({
  getParentRoute: () => signedIn,
  path: '/companies',
  staticData: { title: 'Companies' },
  validateSearch: readSettingsSearch,
  component: lazyRouteComponent(() => import('../features/companies/companies-page.tsx'), 'CompaniesPage'),
});

const company = createRoute({
  getParentRoute: () => signedIn,
  path: '/companies/$accountId',
  staticData: { title: 'Companies' },
  component: lazyRouteComponent(() => import('../features/companies/company-page.tsx'), 'CompanyPage'),
});

const lists = createRoute({
  getParentRoute: () => signedIn,
  path: '/lists',
  staticData: { title: 'Lists' },
  validateSearch: readSettingsSearch,
  component: lazyRouteComponent(() => import('../features/lists/lists-page.tsx'), 'ListsPage'),
});

const deals = createRoute({
  getParentRoute: () => signedIn,
  path: '/deals',
  staticData: { title: 'Deals' },
  validateSearch: readSettingsSearch,
  component: lazyRouteComponent(() => import('../features/deals/deals-page.tsx'), 'DealsPage'),
});

const newDeal = createRoute({
  getParentRoute: () => signedIn,
  path: '/deals/new',
  staticData: { title: 'Deals' },
  // What it begins with.
  validateSearch: z.object({
    handoffId: z.uuid().optional().catch(undefined),
    contactId: z.uuid().optional().catch(undefined),
    accountId: z.uuid().optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('../features/deals/new-deal-page.tsx'), 'NewDealPage'),
});

const dealStages = createRoute({
  getParentRoute: () => signedIn,
  path: '/deals/stages',
  staticData: { title: 'Deals' },
  component: lazyRouteComponent(() => import('../features/deals/stages-page.tsx'), 'StagesPage'),
});

const deal = createRoute({
  getParentRoute: () => signedIn,
  path: '/deals/$dealId',
  staticData: { title: 'Deals' },
  validateSearch: z.object({ edit: z.literal('yes').optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('../features/deals/deal-page.tsx'), 'DealPage'),
});

export const recordPages = [
  ...[people, person, peopleDuplicates, companies, company, companyDuplicates, lists],
  ...[deals, newDeal, dealStages, deal],
] as const;

import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
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

export const recordPages = [people, person, peopleDuplicates, companies, company, companyDuplicates, lists] as const;

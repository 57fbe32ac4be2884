import { createRouter } from '@tanstack/react-router';
import { agreementPages } from './routes/agreement-pages.tsx';
import { frontPages } from './routes/front-pages.tsx';
import { root, signedIn } from './routes/parents.tsx';
import { recordPages } from './routes/record-pages.tsx';
import { settingsPages } from './routes/settings-pages.tsx';
import { workPages } from './routes/work-pages.tsx';
import { writeSearch } from './settings-search.ts';
import { PageError } from './shell/page-fallbacks.tsx';
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

export const router = createRouter({
  routeTree: root.addChildren([
    signedIn.addChildren([...workPages, ...recordPages, ...agreementPages, settingsPages]),
    ...frontPages,
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

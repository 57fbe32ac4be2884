/**
 * Runs as a blocking script before anything is drawn, so it imports nothing. It chooses the theme (no flash), and tells
 * two libraries what the content security policy allows before their code runs.
 */
const root = document.documentElement;
const dark = matchMedia('(prefers-color-scheme: dark)').matches;
const theme = { light: 'light', dark: 'dark' }[readChoice()] ?? (dark ? 'dark' : 'light');
root.dataset.mantineColorScheme = theme;
document.querySelector('meta[name="theme-color"]')?.setAttribute('content', theme === 'dark' ? '#111114' : '#F7F6F4');

Object.assign(globalThis, {
  // zod would try `new Function`, which the policy forbids and the browser reports.
  __zod_globalConfig: { jitless: true },
  // The scroll lock of dialogs adds a style element.
  __webpack_nonce__: document.querySelector('meta[name="csp-nonce"]')?.getAttribute('content') ?? '',
});

/** The key is the one in styles/theme.ts. Storage may be closed to us: then the system decides. */
function readChoice(): string {
  try {
    return localStorage.getItem('baton-theme') ?? 'auto';
  } catch {
    return 'auto';
  }
}

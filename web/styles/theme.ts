/** Mantine in the language of tokens.css: its variables point at our tokens, so a colour has a number in one place only. */
import {
  type CSSVariablesResolver,
  createTheme,
  localStorageColorSchemeManager,
  type MantineColorsTuple,
} from '@mantine/core';

/** Mantine wants ten shades of a colour; ours are semantic, so all ten are the token that graphics use. */
const tokenColor = (name: string): MantineColorsTuple => {
  const shade = `var(--${name})`;
  return [shade, shade, shade, shade, shade, shade, shade, shade, shade, shade];
};

const ownColors = ['mkt', 'sales', 'shared', 'bad'] as const;
const isOwn = (color: unknown): color is (typeof ownColors)[number] => ownColors.some((name) => name === color);
const solid = (name: string) => (name === 'bad' ? 'var(--bad)' : `var(--${name}-solid)`);
const ink = (name: string) => (name === 'bad' ? 'var(--bad)' : `var(--${name}-ink)`);
const line = (name: string) => (name === 'bad' ? 'var(--bad)' : `var(--${name}-line)`);

/** The scrim is a token; the head of a dialog is no second banner of the page. */
const dialogProps = { overlayProps: { backgroundOpacity: 0 }, attributes: { header: { role: 'presentation' } } };

export const theme = createTheme({
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  fontSizes: { xs: 'var(--t12)', sm: 'var(--t14)', md: 'var(--t14)', lg: 'var(--t16)', xl: 'var(--t20)' },
  spacing: { xs: 'var(--s2)', sm: 'var(--s3)', md: 'var(--s4)', lg: 'var(--s6)', xl: 'var(--s8)' },
  radius: { xs: '4px', sm: 'var(--radius-s)', md: 'var(--radius)', lg: 'var(--radius-l)', xl: 'var(--radius-l)' },
  defaultRadius: 'md',
  headings: { fontFamily: 'var(--font)' },
  primaryColor: 'shared',
  colors: {
    mkt: tokenColor('mkt'),
    sales: tokenColor('sales'),
    shared: tokenColor('shared'),
    bad: tokenColor('bad'),
  },
  focusRing: 'auto',
  respectReducedMotion: true,
  cursorType: 'pointer',
  variantColorResolver: ({ color, variant, theme: current }) => {
    const name = color ?? current.primaryColor;
    const plain = { background: 'transparent', hover: 'var(--hover)', border: '1px solid transparent' };
    if (variant === 'filled' && isOwn(name)) {
      const background = solid(name);
      const hover = `color-mix(in srgb, ${background} 90%, var(--text))`;
      return { background, hover, color: `var(--${name}-on)`, border: '1px solid transparent' };
    }
    if (variant === 'light' && isOwn(name)) {
      return {
        background: `var(--${name}-soft)`,
        hover: line(name),
        color: ink(name),
        border: '1px solid transparent',
      };
    }
    if (variant === 'outline' && isOwn(name)) {
      return { ...plain, color: ink(name), border: `1px solid ${line(name)}` };
    }
    if (variant === 'default') {
      return {
        background: 'var(--surface)',
        hover: 'var(--hover)',
        color: 'var(--text)',
        border: '1px solid var(--border-strong)',
      };
    }
    return { ...plain, color: color && isOwn(color) && color !== 'shared' ? ink(color) : 'var(--text-2)' };
  },
  components: {
    Modal: { defaultProps: { centered: true, radius: 'lg', ...dialogProps } },
    Drawer: { defaultProps: dialogProps },
    // Focus goes to the first item, and no empty element stands between it and its menu.
    Menu: { defaultProps: { shadow: 'none', radius: 'lg', withInitialFocusPlaceholder: false } },
    Select: {
      defaultProps: {
        allowDeselect: false,
        maxDropdownHeight: 280,
        checkIconPosition: 'right',
        selectFirstOptionOnChange: true,
      },
    },
    Tooltip: { defaultProps: { openDelay: 300 } },
    Button: { defaultProps: { variant: 'default' } },
    ActionIcon: { defaultProps: { variant: 'subtle' } },
  },
});

const onTokens: Record<string, string> = {
  '--mantine-color-body': 'var(--surface)',
  '--mantine-color-text': 'var(--text)',
  '--mantine-color-bright': 'var(--text)',
  '--mantine-color-dimmed': 'var(--text-2)',
  '--mantine-color-placeholder': 'var(--text-3)',
  '--mantine-color-anchor': 'var(--shared-ink)',
  '--mantine-color-error': 'var(--bad)',
  '--mantine-color-default': 'var(--surface)',
  '--mantine-color-default-hover': 'var(--hover)',
  '--mantine-color-default-color': 'var(--text)',
  '--mantine-color-default-border': 'var(--border-strong)',
  '--mantine-color-disabled': 'var(--sunk)',
  '--mantine-color-disabled-color': 'var(--text-3)',
  '--mantine-color-disabled-border': 'var(--border)',
  '--mantine-primary-color-contrast': 'var(--shared-on)',
  ...Object.fromEntries(
    ownColors.flatMap((name) => [
      [`--mantine-color-${name}-filled`, solid(name)],
      [`--mantine-color-${name}-filled-hover`, solid(name)],
      [`--mantine-color-${name}-light`, `var(--${name}-soft)`],
      [`--mantine-color-${name}-light-color`, ink(name)],
      [`--mantine-color-${name}-outline`, ink(name)],
      [`--mantine-color-${name}-text`, ink(name)],
    ]),
  ),
};

/** The tokens change with the theme by themselves, so both themes map alike. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({ variables: {}, light: onTokens, dark: onTokens });

/** The key is read by first-paint.ts too. */
export const colorSchemeManager = localStorageColorSchemeManager({ key: 'baton-theme' });

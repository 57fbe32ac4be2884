import { useMediaQuery } from '@mantine/hooks';

/** Whether the window is as narrow as a phone: tables become cards, and what is needed less often waits behind a button. */
export const useNarrow = (): boolean =>
  useMediaQuery('(max-width: 820px)', false, { getInitialValueInEffect: false }) ?? false;

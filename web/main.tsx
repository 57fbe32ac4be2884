import './styles/fonts.css';
import './styles/tokens.css';
import './styles/mantine.css';
import './styles/base.css';
import './styles/controls.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { whenSignedOut } from './api.ts';
import { queryClient } from './queries.ts';
import { router } from './router.tsx';
import { forgetSession } from './session.ts';
import { colorSchemeManager, cssVariablesResolver, theme } from './styles/theme.ts';

const nonce = document.querySelector('meta[name="csp-nonce"]')?.getAttribute('content') ?? '';

whenSignedOut(() => {
  const next = router.state.location.href;
  forgetSession();
  void router.navigate({ to: '/sign-in', search: { next, because: 'ended' } });
});

const place = document.getElementById('app');
if (place) {
  createRoot(place).render(
    <StrictMode>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariablesResolver}
        colorSchemeManager={colorSchemeManager}
        defaultColorScheme="auto"
        getStyleNonce={() => nonce}
      >
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
}

/** What stands in place of a page: nothing at this address, or a page that failed. */
import { Button } from '@mantine/core';
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { FrontPage } from '../ui/front-page.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { EmptyState, ErrorState } from '../ui/states.tsx';

export function UnknownPage() {
  return (
    <EmptyState
      title="There is no page at this address"
      action={
        <LinkButton to="/scoreboard" variant="filled">
          Go to the Scoreboard
        </LinkButton>
      }
    >
      The link may be old, or a letter is missing. Nothing was lost.
    </EmptyState>
  );
}

export function PageError({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const isFileMissing = /dynamically imported module|module script|preload CSS/i.test(
    error instanceof Error ? error.message : '',
  );
  if (isFileMissing) {
    return (
      <EmptyState
        title={navigator.onLine ? 'This page could not be loaded' : 'You are offline'}
        action={
          <Button variant="filled" onClick={() => location.reload()}>
            Reload
          </Button>
        }
      >
        {navigator.onLine
          ? 'Baton was updated, or cannot be reached right now. Reload to find out; what you saved is kept.'
          : 'Reload when you are connected again; what you saved is kept.'}
      </EmptyState>
    );
  }
  return (
    <ErrorState
      error={error}
      what="This page could not be shown."
      kept="What you saved before is kept."
      retry={() => {
        reset();
        void router.invalidate();
      }}
    />
  );
}

/** The same outside the frame of the shell. */
export function UnknownAddress() {
  return (
    <FrontPage
      title="There is no page at this address"
      lead="The link may be old, or a letter is missing. Nothing was lost."
      foot={
        <LinkButton to="/" variant="filled">
          Go to the Scoreboard
        </LinkButton>
      }
    />
  );
}

export function FrontError(props: ErrorComponentProps) {
  return (
    <FrontPage title="Baton is not there right now">
      <PageError {...props} />
    </FrontPage>
  );
}

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
        <LinkButton to="/" variant="filled">
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
  // A file of an older version that is gone from the server: only a reload brings the new one.
  const outdated = /dynamically imported module|module script/i.test(error instanceof Error ? error.message : '');
  if (outdated) {
    return (
      <EmptyState
        title="Baton was updated"
        action={
          <Button variant="filled" onClick={() => location.reload()}>
            Reload
          </Button>
        }
      >
        This page belongs to the version before. Reload to get the new one; what was saved is kept.
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

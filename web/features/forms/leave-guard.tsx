/** Asks before changes that are not saved are left behind, by a link, by Back or by closing the window. */
import { Button, Modal } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';

export function LeaveGuard({ isDirty }: { isDirty: boolean }) {
  const blocker = useBlocker({
    shouldBlockFn: () => isDirty,
    enableBeforeUnload: () => isDirty,
    withResolver: true,
  });
  return (
    <Modal
      opened={blocker.status === 'blocked'}
      onClose={() => blocker.reset?.()}
      title="Leave without saving?"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <div className="stack">
        <p className="sub">Your changes of this form are not saved. They are lost when you leave.</p>
        <div className="pair">
          <Button data-autofocus onClick={() => blocker.reset?.()}>
            Stay here
          </Button>
          <Button variant="outline" color="bad" onClick={() => blocker.proceed?.()}>
            Leave without saving
          </Button>
        </div>
      </div>
    </Modal>
  );
}

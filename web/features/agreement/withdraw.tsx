import { Button } from '@mantine/core';
import { useState } from 'react';
import { type AgreementVersion, withdrawAgreement } from '../../../src/features/agreements/schema.ts';
import { useAction } from '../../queries.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { afterMove } from './after-move.ts';

export function Withdraw({ version }: { version: AgreementVersion }) {
  const [asking, setAsking] = useState(false);
  const withdraw = useAction(withdrawAgreement, { refresh: afterMove });
  return (
    <>
      <Button variant="subtle" onClick={() => setAsking(true)}>
        Withdraw
      </Button>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={`Withdraw version ${version.number}?`}
        confirm="Withdraw"
        action={() => withdraw.mutateAsync({ params: { versionId: version.id } })}
      >
        It is closed for good and can still be read. A new draft can begin from its text.
      </ConfirmDialog>
    </>
  );
}

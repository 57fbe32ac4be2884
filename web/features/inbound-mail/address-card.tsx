/** The secret address to which a member sends a copy of what they write, so that they need not type it. */
import { Button, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import {
  editSenders,
  getLoggingAddress,
  type LoggingAddress,
  mostSenders,
  rotateLoggingAddress,
  SenderList,
} from '../../../src/features/inbound-mail/schema.ts';
import { queryOf, useAction } from '../../queries.ts';
import { Card } from '../../ui/card.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { FormProblem, useServerForm } from '../../ui/form.tsx';
import { FormActions } from '../../ui/form-actions.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import { say, sayProblem } from '../settings/say.tsx';

export function AddressCard() {
  const { data, error, refetch } = useQuery(queryOf(getLoggingAddress, {}));
  const rotate = useAction(rotateLoggingAddress, { refresh: [getLoggingAddress] });
  const [replacing, setReplacing] = useState(false);
  const make = () => rotate.mutateAsync({}).then(() => say('Your logging address is made.'), sayProblem);
  return (
    <div id="logging-address">
      <Card
        title="Your logging address"
        lead="Put it into Bcc when you write to a lead, invite it to meetings, and forward replies and bounces to it: they are logged as observed."
        aside={
          data?.address && (
            <Button data-size="small" onClick={() => setReplacing(true)}>
              Replace it
            </Button>
          )
        }
      >
        {error && (
          <ErrorState error={error} what="Your logging address could not be loaded." retry={() => void refetch()} />
        )}
        {!error && !data && <LoadingState lines={2} label="Loading your logging address" />}
        {data && !data.takesMail && (
          <EmptyState title="This Baton takes no mail yet">
            Whoever runs it can switch that on with BATON_MAIL_DOMAIN. Until then, log what you do by hand.
          </EmptyState>
        )}
        {data?.takesMail && data.address === null && (
          <EmptyState
            title="You have no logging address yet"
            action={
              <Button variant="filled" onClick={() => void make()} loading={rotate.isPending}>
                Make my address
              </Button>
            }
          >
            It is a secret of yours: whoever knows it could log in your name.
          </EmptyState>
        )}
        {data?.address && (
          <div className="stack">
            <CopyField
              label="Logging address"
              value={data.address}
              description="Only you see it. Mail counts when it is from you or from a person that Baton knows."
            />
            <Senders key={data.senders.join(' ')} address={data} />
          </div>
        )}
        <ConfirmDialog
          open={replacing}
          onClose={() => setReplacing(false)}
          title="Replace your logging address?"
          confirm="Replace it"
          action={async () => {
            await rotate.mutateAsync({});
            say('You have a new logging address.');
          }}
        >
          The one you have now ends at once. Put the new one wherever your mail program keeps it.
        </ConfirmDialog>
      </Card>
    </div>
  );
}

function Senders({ address: { email, senders } }: { address: LoggingAddress }) {
  const edit = useAction(editSenders, { refresh: [getLoggingAddress] });
  const form = useServerForm<{ senders: string }>({
    initial: { senders: senders.join('\n') },
    check: ({ senders }) => {
      const { error } = SenderList.safeParse(splitLines(senders));
      return error ? { senders: error.issues[0]?.message ?? 'Please write one address a line.' } : {};
    },
    send: async ({ senders }) => {
      await edit.mutateAsync({ body: { senders: splitLines(senders) } });
      say('Your addresses are saved.');
    },
  });
  return (
    <form className="stack" onSubmit={form.onSubmit} noValidate>
      <FormProblem problem={form.problem} />
      <Textarea
        label="You also write from"
        description={`One address a line, up to ${mostSenders}. ${email} is yours in any case.`}
        autosize
        minRows={2}
        inputMode="email"
        autoCapitalize="off"
        spellCheck={false}
        {...form.fields.getInputProps('senders')}
      />
      <FormActions busy={form.busy} disabled={!form.fields.isDirty()}>
        Save
      </FormActions>
    </form>
  );
}

const splitLines = (text: string): string[] => text.split(/[\s,;]+/).filter(Boolean);

/** What could not be taken from a source: why, as it came, and a way to send it again corrected. */
import { Button, SegmentedControl, Textarea } from '@mantine/core';
import { useState } from 'react';
import { type Fault, listFaults, listMessages, resendFault } from '../../../src/features/capture/schema.ts';
import type { Source } from '../../../src/features/sources/schema.ts';
import { useAction, usePages } from '../../queries.ts';
import { Card } from '../../ui/card.tsx';
import { FormProblem, useServerForm } from '../../ui/form.tsx';
import { FormActions } from '../../ui/form-actions.tsx';
import { Icon } from '../../ui/icon.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import { TimeText } from '../../ui/time-text.tsx';
import { Verdict } from '../../ui/verdict.tsx';
import { say } from '../settings/say.tsx';
import { useFilters } from '../settings/use-filters.ts';
import { layOut, readMessage, writePlain } from './json-words.ts';
import { JsonText } from './message-line.tsx';
import styles from './sources.module.css';

export function Faults({ source, mayManage }: { source: Source; mayManage: boolean }) {
  const [{ faults }, setFilters] = useFilters(['faults']);
  const all = faults === 'all';
  const params = { sourceId: source.id };
  const list = usePages(listFaults, { params, query: all ? { open: 'false' } : {} }, { every: 15_000 });
  const { rows, error, reload, more } = list;
  return (
    <Card
      flush
      title="What could not be taken"
      lead="Its sender could not be told, so nothing is thrown away: correct it, and send it again."
      aside={
        <SegmentedControl
          aria-label="Which messages are shown"
          data={[
            { value: 'open', label: 'Waiting' },
            { value: 'all', label: 'All' },
          ]}
          value={all ? 'all' : 'open'}
          onChange={(value) => setFilters({ faults: value === 'all' ? 'all' : null })}
        />
      }
    >
      {!(rows || error) && <LoadingState lines={4} label="Loading what could not be taken" />}
      {rows?.length === 0 && (
        <EmptyState title={all ? 'Everything could be taken' : 'Nothing waits for a correction'}>
          A message without a name or an identity, or one that is too large, would stand here with the reason.
        </EmptyState>
      )}
      <ul aria-label="Messages that could not be taken, the newest first">
        {rows?.map((fault) => (
          <FaultLine key={fault.id} fault={fault} mayManage={mayManage} />
        ))}
      </ul>
      {error && <ErrorState error={error} what="What could not be taken is unknown now." retry={reload} />}
      {rows && more && (
        <div className={styles.more}>
          <span className="cap" aria-live="polite">
            The newest {rows.length} are shown.
          </span>
          <Button data-size="small" onClick={more.load} loading={more.busy}>
            Load older ones
          </Button>
        </div>
      )}
    </Card>
  );
}

function FaultLine({ fault, mayManage }: { fault: Fault; mayManage: boolean }) {
  const [open, setOpen] = useState(false);
  const id = `fault-${fault.id}`;
  return (
    <li className={styles.entry}>
      <button
        type="button"
        className={styles.line}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        <span className={styles.arrow} data-open={open || undefined}>
          <Icon name="right" />
        </span>
        <span className={`${styles.what} ${styles.why}`}>
          <bdi>{fault.problem}</bdi>
          <small className={styles.cut}>
            <bdi>{writePlain(fault.body.slice(0, 300)) || 'Nothing of its text could be kept'}</bdi>
          </small>
        </span>
        <span className={styles.when}>
          {fault.resolvedAt ? <Verdict is="good">Sent again</Verdict> : <TimeText at={fault.receivedAt} as="ago" />}
        </span>
      </button>
      <div id={id} hidden={!open}>
        {open && (
          <div className={styles.opened}>
            {fault.resolvedAt || !mayManage ? (
              <JsonText label="The message as it came" text={layOut(fault.body)} />
            ) : (
              <Correction fault={fault} />
            )}
          </div>
        )}
      </div>
    </li>
  );
}

function Correction({ fault }: { fault: Fault }) {
  const resend = useAction(resendFault, { refresh: [listFaults, listMessages] });
  const original = layOut(fault.body);
  const form = useServerForm<{ message: string }>({
    initial: { message: original },
    check: ({ message }) => {
      const read = readMessage(message);
      return 'fault' in read ? { message: read.fault } : {};
    },
    send: async ({ message }) => {
      const read = readMessage(message);
      if ('fault' in read) return;
      await resend.mutateAsync({ params: { faultId: fault.id }, body: { message: read.message } });
      say('The message is sent again. It is processed like any other.');
    },
  });
  const isChanged = form.fields.getValues().message !== original;
  return (
    <form onSubmit={form.onSubmit} noValidate className="stack">
      <FormProblem problem={form.problem} />
      <Textarea
        label="The message, to be corrected"
        description="Without a time of its own it happened when it first arrived. Its first text stays in the list of all."
        rows={Math.min(16, Math.max(6, original.split('\n').length + 1))}
        classNames={{ input: styles.typed ?? '' }}
        dir="ltr"
        spellCheck={false}
        autoCapitalize="off"
        {...form.fields.getInputProps('message')}
      />
      <FormActions
        busy={form.busy}
        others={isChanged && <Button onClick={() => form.fields.reset()}>Back to what came</Button>}
      >
        Send it again
      </FormActions>
    </form>
  );
}

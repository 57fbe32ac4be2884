/** What this person allowed and refused, and how it is known. */
import { Button, Modal, Radio, TextInput } from '@mantine/core';
import { useState } from 'react';
import { type Contact, getContact, getContactTimeline, recordConsent } from '../../../src/features/contacts/schema.ts';
import { useAction } from '../../queries.ts';
import { Card } from '../../ui/card.tsx';
import { FormProblem, useServerForm } from '../../ui/form.tsx';
import { FormActions } from '../../ui/form-actions.tsx';
import { TimeText } from '../../ui/time-text.tsx';
import { Verdict } from '../../ui/verdict.tsx';
import { nameOf } from '../../vocabulary.ts';
import { say } from '../settings/say.tsx';
import styles from './record.module.css';

export function Consents({ person }: { person: Contact }) {
  const [recording, setRecording] = useState(false);
  const { consents } = person;
  return (
    <Card
      title="Consent"
      aside={
        person.mayEdit && (
          <Button data-size="small" onClick={() => setRecording(true)}>
            Record
          </Button>
        )
      }
    >
      <ul className={styles.rows}>
        {consents.map(({ purpose, status, at, textVersion }) => (
          <li key={purpose}>
            <span>
              {nameOf([], purpose)}
              {textVersion && <span className="cap">Text {textVersion}</span>}
            </span>
            <span>
              <Verdict is={status === 'granted' ? 'good' : 'bad'}>
                {status === 'granted' ? 'Allowed' : 'Refused'}
              </Verdict>
              <span className="cap">
                <TimeText at={at} as="date" />
              </span>
            </span>
          </li>
        ))}
      </ul>
      {consents.length === 0 && <p className="sub">Neither allowed nor refused anything yet.</p>}
      {recording && <ConsentDialog person={person} onClose={() => setRecording(false)} />}
    </Card>
  );
}

type Values = { purpose: string; status: 'granted' | 'denied'; proof: string };

function ConsentDialog({ person, onClose }: { person: Contact; onClose: () => void }) {
  const record = useAction(recordConsent, { refresh: [getContact, getContactTimeline] });
  const form = useServerForm<Values>({
    initial: { purpose: 'contact', status: 'granted', proof: '' },
    shape: recordConsent.body,
    send: async (body) => {
      await record.mutateAsync({ params: { contactId: person.id }, body });
      say('The consent is recorded.');
      onClose();
    },
  });
  const { getInputProps } = form.fields;
  return (
    <Modal opened onClose={onClose} title="Record a consent" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={form.onSubmit} noValidate className="stack">
        <FormProblem problem={form.problem} />
        <TextInput
          label="Purpose"
          description="As the agreement and your forms call it, such as contact or newsletter."
          required
          {...getInputProps('purpose')}
        />
        <Radio.Group label="What they said" {...getInputProps('status')}>
          <div className="stack">
            <Radio value="granted" label="Allowed" />
            <Radio value="denied" label="Refused" />
          </div>
        </Radio.Group>
        <TextInput
          label="How it is known"
          placeholder="On the phone"
          required
          data-autofocus
          {...getInputProps('proof')}
        />
        <FormActions busy={form.busy} others={<Button onClick={onClose}>Cancel</Button>}>
          Record
        </FormActions>
      </form>
    </Modal>
  );
}

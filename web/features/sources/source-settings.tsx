/** What a source is set to: what a signal of privacy means to a website, and its write key with the one before. */
import { Button, Modal, NumberInput, Radio } from '@mantine/core';
import { useState } from 'react';
import {
  editSource,
  listSources,
  longestOverlap,
  rotateKey,
  type Source,
} from '../../../src/features/sources/schema.ts';
import { call } from '../../api.ts';
import { useFormat } from '../../format.ts';
import { useAction } from '../../queries.ts';
import { Card } from '../../ui/card.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { FormProblem, useServerForm } from '../../ui/form.tsx';
import { FormActions } from '../../ui/form-actions.tsx';
import { RecordProblem } from '../settings/record-problem.tsx';
import { say } from '../settings/say.tsx';
import shared from '../settings/settings.module.css';
import { useRecordForm } from '../settings/use-record-form.ts';

export function SourceSettings({ source }: { source: Source }) {
  return (
    <div className="stack">
      {source.kind === 'website' && <Privacy source={source} />}
      {source.writeKey && <Key source={source} writeKey={source.writeKey} />}
    </div>
  );
}

type Signal = Source['privacySignal'];

function Privacy({ source }: { source: Source }) {
  const edit = useAction(editSource, { refresh: [listSources] });
  const form = useRecordForm<Source, { privacySignal: Signal }>({
    record: source,
    valuesOf: ({ privacySignal }) => ({ privacySignal }),
    send: (_changed, version, body) => edit.mutateAsync({ params: { sourceId: source.id }, body, version }),
    load: async () => {
      const { data } = await call(listSources, {});
      return data.find(({ id }) => id === source.id) ?? source;
    },
    onSaved: () => say('Saved. It holds within ten seconds, for what arrives from then on.'),
  });
  return (
    <Card
      title="When a visitor asks not to be watched"
      lead="Some browsers say so with each request: Global Privacy Control, or Do Not Track. In some places the law gives that a meaning."
    >
      <form onSubmit={form.onSubmit} noValidate className="stack">
        <RecordProblem form={form} labels={{ privacySignal: 'Signal of privacy' }} />
        <Radio.Group label="Such a signal means" {...form.fields.getInputProps('privacySignal')}>
          <div className={shared.choices}>
            <Radio
              value="deny"
              label="Analytics is denied"
              description="No visits and no clicks. A form is taken, without address and browser, and the denial is kept with the person."
            />
            <Radio
              value="drop"
              label="Nothing is taken"
              description="Not even a form: what the visitor sends is lost."
            />
            <Radio value="ignore" label="Nothing" description="Everything is taken, as from anybody else." />
          </div>
        </Radio.Group>
        {form.dirty && (
          <FormActions busy={form.busy} others={<Button onClick={form.reset}>Discard</Button>}>
            Save
          </FormActions>
        )}
      </form>
    </Card>
  );
}

function Key({ source, writeKey }: { source: Source; writeKey: string }) {
  const [changing, setChanging] = useState(false);
  const format = useFormat();
  const { previousKeyUntil, revokedAt } = source;
  return (
    <Card
      title="Write key"
      lead={
        previousKeyUntil
          ? `The key before this one works until ${format.dateTime(previousKeyUntil)}; who still uses it is counted under "Not taken".`
          : 'Change it when it leaked, or when somebody leaves who had it.'
      }
    >
      <div className="stack">
        <CopyField label="Write key" value={writeKey} />
        {revokedAt ? (
          <p className="sub">This key is revoked: nothing is taken under it.</p>
        ) : (
          <div>
            <Button onClick={() => setChanging(true)}>Change the key</Button>
          </div>
        )}
      </div>
      {changing && <ChangeKeyDialog source={source} onClose={() => setChanging(false)} />}
    </Card>
  );
}

function ChangeKeyDialog({ source, onClose }: { source: Source; onClose: () => void }) {
  const rotate = useAction(rotateKey, { refresh: [listSources] });
  const form = useServerForm<{ days: number }>({
    initial: { days: 7 },
    shape: rotateKey.body,
    send: async (body) => {
      await rotate.mutateAsync({ params: { sourceId: source.id }, body });
      say(`${source.name} has a new key. Put it into its pages or programs.`);
      onClose();
    },
  });
  const { days } = form.fields.getValues();
  return (
    <Modal
      opened
      onClose={onClose}
      title={`Change the key of ${source.name}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={form.onSubmit} noValidate className="stack">
        <FormProblem problem={form.problem} />
        <NumberInput
          label="Days for which the key of now works on"
          description={
            Number(days) === 0
              ? 'It ends within ten seconds: what is still sent under it is refused, and lost unless its sender keeps it.'
              : 'Time to change pages and programs one by one. A key before it ends now.'
          }
          min={0}
          max={longestOverlap}
          allowDecimal={false}
          required
          data-autofocus
          {...form.fields.getInputProps('days')}
        />
        <FormActions busy={form.busy} others={<Button onClick={onClose}>Cancel</Button>}>
          Change the key
        </FormActions>
      </form>
    </Modal>
  );
}

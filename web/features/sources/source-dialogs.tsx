/** Dialogs over sources: create one, up to its first message; rename; revoke. */
import { Button, Modal, Radio, TextInput } from '@mantine/core';
import { useState } from 'react';
import {
  createSource,
  editSource,
  listSources,
  revokeSource,
  type Source,
} from '../../../src/features/sources/schema.ts';
import { call } from '../../api.ts';
import { useAction } from '../../queries.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { FormProblem, useServerForm } from '../../ui/form.tsx';
import { FormActions } from '../../ui/form-actions.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { RecordProblem } from '../settings/record-problem.tsx';
import { say } from '../settings/say.tsx';
import shared from '../settings/settings.module.css';
import { useRecordForm } from '../settings/use-record-form.ts';
import { Connect } from './connect.tsx';

const close = { 'aria-label': 'Close' };

export function CreateSourceDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const [made, setMade] = useState<Source | null>(null);
  const leave = () => {
    onClose();
    setMade(null);
  };
  return (
    <Modal
      opened={open}
      onClose={leave}
      size="lg"
      title={made ? `${made.name} can send now` : 'Create a source'}
      closeButtonProps={close}
    >
      {made ? <Made source={made} onClose={leave} /> : <CreateForm onMade={setMade} onCancel={leave} />}
    </Modal>
  );
}

function Made({ source, onClose }: { source: Source; onClose: () => void }) {
  return (
    <div className="stack">
      {source.writeKey && (
        <CopyField
          label="Write key"
          value={source.writeKey}
          description={
            source.kind === 'website'
              ? 'It stands in your pages for everybody to read: who has it can send, and never read.'
              : 'Who has it can send messages, and never read. It stays visible here.'
          }
        />
      )}
      <Connect source={source} />
      <div className={shared.side}>
        <LinkButton to="/settings/sources/$sourceId" params={{ sourceId: source.id }} variant="filled">
          Watch what arrives
        </LinkButton>
        <Button onClick={onClose}>Close</Button>
      </div>
    </div>
  );
}

function CreateForm({ onMade, onCancel }: { onMade: (source: Source) => void; onCancel: () => void }) {
  const create = useAction(createSource, { refresh: [listSources] });
  const form = useServerForm<{ name: string; kind: Source['kind'] }>({
    initial: { name: '', kind: 'website' },
    shape: createSource.body,
    send: async (body) => onMade(await create.mutateAsync({ body })),
  });
  const { getInputProps } = form.fields;
  return (
    <form onSubmit={form.onSubmit} noValidate className="stack">
      <FormProblem problem={form.problem} />
      <TextInput
        label="Name"
        description="Where the messages come from, as people here call it."
        placeholder="Website"
        required
        data-autofocus
        {...getInputProps('name')}
      />
      <Radio.Group label="Who sends" {...getInputProps('kind')}>
        <div className={shared.choices}>
          <Radio
            value="website"
            label="The browsers of visitors"
            description="A website. Robots and prefetched pages are left out."
          />
          <Radio
            value="server"
            label="A program"
            description="A back end, a CRM or a queue. What it says is believed as it is."
          />
        </div>
      </Radio.Group>
      <FormActions busy={form.busy} others={<Button onClick={onCancel}>Cancel</Button>}>
        Create the source
      </FormActions>
    </form>
  );
}

export function RenameSourceDialog({ source, onClose }: { source: Source; onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title={`Rename ${source.name}`} closeButtonProps={close}>
      <RenameForm source={source} onClose={onClose} />
    </Modal>
  );
}

function RenameForm({ source, onClose }: { source: Source; onClose: () => void }) {
  const edit = useAction(editSource, { refresh: [listSources] });
  const form = useRecordForm<Source, { name: string }>({
    record: source,
    valuesOf: ({ name }) => ({ name }),
    shape: editSource.body,
    send: (_changed, version, body) => edit.mutateAsync({ params: { sourceId: source.id }, body, version }),
    load: async () => {
      const { data } = await call(listSources, {});
      return data.find(({ id }) => id === source.id) ?? source;
    },
    onSaved: ({ name }) => {
      say(`The source is called ${name} now.`);
      onClose();
    },
  });
  return (
    <form onSubmit={form.onSubmit} noValidate className="stack">
      <RecordProblem form={form} labels={{ name: 'Name' }} />
      <TextInput label="Name" required data-autofocus {...form.fields.getInputProps('name')} />
      <FormActions busy={form.busy} disabled={!form.dirty} others={<Button onClick={onClose}>Cancel</Button>}>
        Save
      </FormActions>
    </form>
  );
}

export function RevokeSourceDialog({ source, onClose }: { source: Source | null; onClose: () => void }) {
  const revoke = useAction(revokeSource, { refresh: [listSources] });
  return (
    <ConfirmDialog
      open={source !== null}
      onClose={onClose}
      title={`Revoke the key of ${source?.name ?? ''}?`}
      confirm="Revoke"
      action={async () => {
        if (!source) return;
        await revoke.mutateAsync({ params: { sourceId: source.id } });
        say(`The key of ${source.name} is revoked.`);
      }}
    >
      Within ten seconds nothing is taken under it any more, and what is sent is lost unless its sender keeps it. What
      arrived stays. This cannot be undone. To go on under another key, change the key in the settings of the source
      instead.
    </ConfirmDialog>
  );
}

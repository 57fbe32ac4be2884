/** Saves what a table shows as a view, or renames and shares one that is there. */
import { Button, Modal, Radio, Select, TextInput } from '@mantine/core';
import { listTeams } from '../../../src/features/teams/schema.ts';
import { createView, editView, listViews, type View } from '../../../src/features/views/schema.ts';
import { useAction, useList } from '../../queries.ts';
import { useSession } from '../../session.ts';
import { FormProblem, useServerForm } from '../../ui/form.tsx';
import { FormActions } from '../../ui/form-actions.tsx';
import { say } from '../settings/say.tsx';
import type { ViewState } from './use-views.ts';
import { fromWords } from './view-words.ts';

type Values = { name: string; reach: View['reach']; teamId: string | null };

/** @param props.view the one that is renamed; null for a new one */
export function ViewDialog({ state, view, onClose }: { state: ViewState; view: View | null; onClose: () => void }) {
  const { member } = useSession();
  const create = useAction(createView, { refresh: [listViews] });
  const edit = useAction(editView, { refresh: [listViews] });
  const teams = useList(listTeams, {});
  const maySeeAll = member.role === 'admin' || member.role === 'head';
  const own = (teams.rows ?? []).filter(
    ({ lead, members }) =>
      maySeeAll || lead?.id === member.id || members.some(({ memberId }) => memberId === member.id),
  );
  const mayShare = member.role !== 'viewer' && member.role !== 'sponsor';
  const form = useServerForm<Values>({
    initial: {
      name: view?.name ?? (state.view ? `${state.view.name}, mine` : ''),
      reach: view?.reach ?? 'private',
      teamId: view?.team?.id ?? null,
    },
    check: ({ name, reach, teamId }) => ({
      ...(name.trim() ? {} : { name: 'Give the view a name.' }),
      ...(reach === 'team' && !teamId ? { teamId: 'Choose the team that finds it.' } : {}),
    }),
    send: async ({ name, reach, teamId }) => {
      const sharing = { name, reach, teamId: reach === 'team' ? teamId : null };
      if (view) {
        await edit.mutateAsync({ params: { viewId: view.id }, body: sharing, version: view.version });
        say('The view is saved.');
      } else {
        const made = await create.mutateAsync({
          body: { object: state.object, ...sharing, ...fromWords(state.words) },
        });
        state.open(made);
        say(`${made.name} is saved as a view.`);
      }
      onClose();
    },
  });
  const { getInputProps, getValues } = form.fields;
  return (
    <Modal
      opened
      onClose={onClose}
      title={view ? 'Rename and share' : 'Save as a view'}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={form.onSubmit} noValidate className="stack">
        <FormProblem problem={form.problem} />
        {!view && <p className="sub">It keeps the filters, the order, the columns and their widths as they are now.</p>}
        <TextInput label="Name" required maxLength={60} data-autofocus {...getInputProps('name')} />
        {mayShare && (
          <Radio.Group label="Who finds it" {...getInputProps('reach')}>
            <div className="stack">
              <Radio value="private" label="Only I" />
              {own.length > 0 && <Radio value="team" label="A team" />}
              <Radio value="everybody" label="Everybody" />
            </div>
          </Radio.Group>
        )}
        {getValues().reach === 'team' && (
          <Select
            label="Team"
            placeholder="Choose a team"
            data={own.map(({ id, name }) => ({ value: id, label: name }))}
            {...getInputProps('teamId')}
          />
        )}
        <FormActions busy={form.busy} others={<Button onClick={onClose}>Cancel</Button>}>
          Save
        </FormActions>
      </form>
    </Modal>
  );
}

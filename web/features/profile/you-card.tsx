import { TextInput } from '@mantine/core';
import { editProfile } from '../../../src/features/sessions/schema.ts';
import { call } from '../../api.ts';
import { rememberSession, useSession } from '../../session.ts';
import { Card } from '../../ui/card.tsx';
import { LanguageSelect, ZoneSelect } from '../../ui/choice-inputs.tsx';
import { languageName } from '../../ui/choices.ts';
import { FormProblem, useServerForm } from '../../ui/form.tsx';
import { FormActions } from '../../ui/form-actions.tsx';
import { notify } from '../../ui/notify.ts';

export function YouCard() {
  const { member, workspace } = useSession();
  const form = useServerForm({
    initial: { name: member.name, zone: member.zone, locale: member.locale },
    shape: editProfile.body,
    send: async (body) => {
      rememberSession(await call(editProfile, { body }));
      await notify('Your profile is saved.');
    },
  });
  return (
    <Card title="You" lead="Your name as everybody sees it, and how times and numbers are written for you.">
      <form className="stack" onSubmit={form.onSubmit} noValidate>
        <FormProblem problem={form.problem} />
        <TextInput label="Name" autoComplete="name" {...form.fields.getInputProps('name')} />
        <div className="pair">
          <ZoneSelect
            clearable
            allowDeselect
            placeholder={`As the workspace: ${workspace.zone.replaceAll('_', ' ')}`}
            {...form.fields.getInputProps('zone')}
          />
          <LanguageSelect
            locale="en"
            clearable
            allowDeselect
            placeholder={`As the workspace: ${languageName(workspace.locale, 'en')}`}
            {...form.fields.getInputProps('locale')}
          />
        </div>
        <FormActions busy={form.busy} disabled={!form.fields.isDirty()}>
          Save
        </FormActions>
      </form>
    </Card>
  );
}

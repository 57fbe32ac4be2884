import { PasswordInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { changePassword, listSessions } from '../../../src/features/sessions/schema.ts';
import { call } from '../../api.ts';
import { rememberSession, useSession } from '../../session.ts';
import { Card } from '../../ui/card.tsx';
import { FormProblem, useServerForm } from '../../ui/form.tsx';
import { FormActions } from '../../ui/form-actions.tsx';
import { NewPassword } from '../../ui/new-password.tsx';
import { notify } from '../../ui/notify.ts';

export function PasswordCard() {
  const { member } = useSession();
  const client = useQueryClient();
  const form = useServerForm({
    initial: { current: '', next: '' },
    shape: changePassword.body,
    check: ({ current }) => (current === '' ? { current: 'Enter your current password.' } : {}),
    send: async (body) => {
      rememberSession(await call(changePassword, { body }));
      form.fields.reset();
      await client.invalidateQueries({ queryKey: [listSessions.id] });
      await notify('Your password is changed. Other browsers are signed out.');
    },
  });
  return (
    <Card title="Password" lead="Every other browser is signed out when it changes.">
      <form id="password" className="stack" onSubmit={form.onSubmit} noValidate>
        <FormProblem problem={form.problem} kept="" />
        <input type="hidden" name="username" autoComplete="username" value={member.email} readOnly />
        <div className="pair">
          <PasswordInput
            label="Current password"
            autoComplete="current-password"
            visibilityToggleButtonProps={{ 'aria-label': 'Show the password', tabIndex: 0 }}
            {...form.fields.getInputProps('current')}
          />
          <NewPassword label="New password" {...form.fields.getInputProps('next')} />
        </div>
        <FormActions busy={form.busy}>Change password</FormActions>
      </form>
    </Card>
  );
}

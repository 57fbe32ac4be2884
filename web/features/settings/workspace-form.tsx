/** Changes the settings of the workspace. */
import { Button, NumberInput, Radio, TextInput } from '@mantine/core';
import type { Visibility } from '../../../src/core/access.ts';
import { editWorkspace, getWorkspace, type Workspace } from '../../../src/features/workspaces/schema.ts';
import { call } from '../../api.ts';
import { useFormat } from '../../format.ts';
import { queryClient, useAction } from '../../queries.ts';
import { sessionQuery } from '../../session.ts';
import { CurrencySelect, FiscalStartInput, LanguageSelect, ZoneSelect } from '../../ui/choice-inputs.tsx';
import { FormActions } from '../../ui/form-actions.tsx';
import { RecordProblem } from './record-problem.tsx';
import { say } from './say.tsx';
import styles from './settings.module.css';
import { useRecordForm } from './use-record-form.ts';
import { visibilityMeaning, visibilityName } from './words.ts';

const labels = {
  name: 'Name',
  currency: 'Currency',
  zone: 'Time zone',
  locale: 'Dates and numbers',
  fiscalStart: 'Start of the fiscal year',
  visibility: 'What members see',
  queueHours: 'Time to find somebody for a lead',
};

const valuesOf = ({ name, currency, zone, locale, fiscalStart, visibility, queueHours }: Workspace) => ({
  name,
  currency,
  zone,
  locale,
  fiscalStart,
  visibility,
  queueHours,
});

export function WorkspaceForm({ workspace }: { workspace: Workspace }) {
  const { locale } = useFormat();
  const edit = useAction(editWorkspace, { refresh: [getWorkspace] });
  const form = useRecordForm({
    record: workspace,
    valuesOf,
    shape: editWorkspace.body,
    send: (body, version) => edit.mutateAsync({ body, version }),
    load: () => call(getWorkspace, {}),
    onSaved: () => {
      // Name, currency, zone and language are part of the session too.
      void queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
      say('The workspace is saved.');
    },
  });
  const { getInputProps, getValues, setFieldValue, errors } = form.fields;
  const { fiscalStart, visibility } = getValues();
  return (
    <form onSubmit={form.onSubmit} noValidate className="stack">
      <RecordProblem form={form} labels={labels} />
      <TextInput label="Name" required {...getInputProps('name')} />
      <div className={styles.fields}>
        <CurrencySelect
          locale={locale}
          description="Plan, credit and return are counted in it."
          required
          {...getInputProps('currency')}
        />
        <ZoneSelect description="For whoever has not chosen their own." required {...getInputProps('zone')} />
        <LanguageSelect
          locale={locale}
          description="For whoever has not chosen their own."
          required
          {...getInputProps('locale')}
        />
        <FiscalStartInput
          locale={locale}
          value={fiscalStart}
          onChange={(value) => setFieldValue('fiscalStart', value)}
          error={errors.fiscalStart}
        />
      </div>
      <NumberInput
        label={labels.queueHours}
        description="In business hours, for a lead that waits because nobody is available. The head of Sales is told at half of it, and when it is over."
        min={1}
        max={80}
        allowDecimal={false}
        suffix=" h"
        required
        {...getInputProps('queueHours')}
      />
      <Radio.Group
        label="What members see"
        description="For leads, members and viewers without a setting of their own. Admins, heads and sponsors see everything."
        value={visibility}
        onChange={(value) => setFieldValue('visibility', value as Visibility)}
        error={errors.visibility}
      >
        <div className={styles.choices}>
          {(['own', 'team', 'all'] as const).map((value) => (
            <Radio key={value} value={value} label={visibilityName[value]} description={visibilityMeaning[value]} />
          ))}
        </div>
      </Radio.Group>
      <FormActions
        busy={form.busy}
        disabled={!form.dirty}
        others={form.dirty && <Button onClick={form.reset}>Discard changes</Button>}
      >
        Save
      </FormActions>
    </form>
  );
}

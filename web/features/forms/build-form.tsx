/** Everything that makes a form, beside its page as people will see it. */
import { Button, Checkbox, Select, Switch, Textarea, TextInput } from '@mantine/core';
import { useEffect } from 'react';
import { formWords } from '../../../src/core/forms/words.ts';
import { editForm, type Form, getForm, listForms } from '../../../src/features/forms/schema.ts';
import { call } from '../../api.ts';
import { useAction } from '../../queries.ts';
import { Card } from '../../ui/card.tsx';
import { FormActions } from '../../ui/form-actions.tsx';
import { RecordProblem } from '../settings/record-problem.tsx';
import { say } from '../settings/say.tsx';
import { type RecordForm, useRecordForm } from '../settings/use-record-form.ts';
import { ConsentList } from './consent-list.tsx';
import { languages } from './create-form-dialog.tsx';
import { FieldList } from './field-list.tsx';
import { bodyOf, checkForm, type FormValues, formLabels, linesOf, valuesOf } from './form-values.ts';
import styles from './forms.module.css';
import { LeaveGuard } from './leave-guard.tsx';
import { Preview } from './preview.tsx';

export function BuildForm({ form: record, onDirty }: { form: Form; onDirty: (isDirty: boolean) => void }) {
  const params = { formId: record.id };
  const edit = useAction(editForm, { refresh: [getForm, listForms] });
  const form = useRecordForm<Form, FormValues>({
    record,
    valuesOf,
    check: checkForm,
    send: (_changed, version, values) => edit.mutateAsync({ params, body: bodyOf(values), version }),
    load: () => call(getForm, { params }),
    onSaved: ({ state }) => say(state === 'live' ? 'Saved. People see it from now on.' : 'Saved.'),
  });
  const { dirty } = form;
  useEffect(() => {
    onDirty(dirty);
    return () => onDirty(false);
  }, [dirty, onDirty]);
  const values = form.fields.getValues();
  const errors = textsOf(form.fields.errors);
  return (
    <div className={styles.build}>
      <form onSubmit={form.onSubmit} noValidate className="stack">
        <Card title="Fields" lead="In the order in which they are asked.">
          <FieldList
            fields={values.fields}
            errors={errors}
            onChange={(fields) => {
              form.fields.setFieldValue('fields', fields);
              // What was wrong with a place is wrong with another one now.
              form.fields.clearErrors();
            }}
          />
        </Card>
        <Consent form={form} record={record} errors={errors} />
        <Texts form={form} />
        <AfterSending form={form} />
        <div className={styles.save} data-dirty={dirty || undefined}>
          <RecordProblem form={form} labels={formLabels} />
          {Object.keys(errors).length > 0 && (
            <p className={styles.fault} role="alert">
              Something is not right yet. It is marked above.
            </p>
          )}
          {dirty && (
            <FormActions busy={form.busy} others={<Button onClick={form.reset}>Discard</Button>}>
              {record.state === 'live' ? 'Save for everybody' : 'Save'}
            </FormActions>
          )}
        </div>
        <LeaveGuard isDirty={dirty && !form.busy} />
      </form>
      <Preview values={values} />
    </div>
  );
}

type Part = { form: RecordForm<FormValues> };

function Consent({ form, record, errors }: Part & { record: Form; errors: Record<string, string> }) {
  const values = form.fields.getValues();
  return (
    <Card
      title="Consent and source"
      lead="What people allow is kept with the exact text that they saw. Boxes are never ticked beforehand."
    >
      <div className="stack">
        <ConsentList
          consents={values.consents}
          saved={record.consents}
          errors={errors}
          onChange={(consents) => {
            form.fields.setFieldValue('consents', consents);
            form.fields.clearErrors();
          }}
        />
        <Checkbox
          label={`Ask “${formWords(values.language).heard}”`}
          description="In their own words, never required. It is kept apart from the channel that Baton measures, so that the two can be compared."
          {...form.fields.getInputProps('asksSource', { type: 'checkbox' })}
        />
        <Switch
          label="Confirm the address by mail"
          description="What was sent counts once its sender has used the link that Baton mails, within 7 days."
          {...form.fields.getInputProps('doubleOptIn', { type: 'checkbox' })}
          error={errors.doubleOptIn}
        />
      </div>
    </Card>
  );
}

function Texts({ form }: Part) {
  const { getInputProps, getValues } = form.fields;
  return (
    <Card title="Texts">
      <div className="stack">
        <div className="pair">
          <TextInput label="Name" description="Heads the page" required {...getInputProps('name')} />
          <Select
            label="Language"
            description="Of all that is not written here"
            data={languages}
            allowDeselect={false}
            {...getInputProps('language')}
          />
        </div>
        <Textarea label="Text above the fields" rows={3} {...getInputProps('intro')} />
        <TextInput label="Button" placeholder={formWords(getValues().language).send} {...getInputProps('button')} />
      </div>
    </Card>
  );
}

function AfterSending({ form }: Part) {
  const { getInputProps, getValues } = form.fields;
  const hosts = linesOf(getValues().hosts);
  return (
    <Card title="Your site, and after sending">
      <div className="stack">
        <Textarea
          label="Hosts of your site"
          description="One a line. Only pages there may show the form, post to it, and be gone to after it."
          placeholder="www.example.com"
          rows={2}
          spellCheck={false}
          {...getInputProps('hosts')}
        />
        <Textarea label="Thanks" description="Shown after it was sent" rows={2} {...getInputProps('thanks.text')} />
        <TextInput
          label="Or go on to"
          description={
            hosts.length > 0 ? `An address that begins with https://${hosts[0]}/` : 'Name a host above first.'
          }
          placeholder={`https://${hosts[0] ?? 'www.example.com'}/thanks`}
          spellCheck={false}
          {...getInputProps('thanks.redirectUrl')}
        />
      </div>
    </Card>
  );
}

/** Errors of this form are texts; Mantine's type says that they may be anything. */
const textsOf = (errors: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(errors).flatMap(([path, text]) => (typeof text === 'string' ? [[path, text]] : [])),
  );

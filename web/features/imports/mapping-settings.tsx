/** How rows find the records that they are about, and what they may do to them. */
import { Radio, Select, TextInput } from '@mantine/core';
import { touchKinds } from '../../../src/core/agreement/fields.ts';
import { departmentName } from '../../ui/department.ts';
import shared from '../settings/settings.module.css';
import { touchName } from './import-words.ts';
import type { Mapping, MappingForm } from './use-mapping.ts';

type KeyBy = Mapping['keyBy'];

type KeyWords = Partial<Record<KeyBy, string>>;

/** Rows that belong to somebody find that person. */
const byPerson: KeyWords = {
  'external-id': 'The ID of its person in the other system, else their e-mail address',
  email: 'The e-mail address of its person',
};
const keyWords: Readonly<Record<string, KeyWords>> = {
  contacts: {
    'external-id': 'Its ID in the other system, else its e-mail address',
    email: 'Its e-mail address',
    none: 'Nothing: each row makes a new person',
  },
  accounts: {
    'external-id': 'Its ID in the other system, else its domain, else its name',
    none: 'Nothing: each row makes a new company',
  },
  deals: { 'external-id': 'Its ID in the other system', none: 'Nothing: each row makes a new deal' },
  members: { 'external-id': 'Its ID in the other system, else its e-mail address, else its name' },
  spend: { 'external-id': 'Its ID in the other system, else its day and campaign' },
};

/** Fields that name a member. */
const ownerFields: ReadonlySet<string> = new Set([
  'contact.owner',
  'account.owner',
  'deal.owner',
  'deal.sdr',
  'activity.owner',
  'note.author',
]);

export function MappingSettings({ mapping }: { mapping: MappingForm }) {
  const { values, faults, change } = mapping;
  const words = keyWords[values.kind] ?? byPerson;
  const keys = (['external-id', 'email', 'none'] as const).filter((key) => words[key] || key === values.keyBy);
  const isTouch = values.kind === 'touches' || values.columns.some(({ field }) => field === 'touch.at');
  return (
    <div className="stack">
      <Radio.Group
        label="A row finds its record by"
        value={values.keyBy}
        error={faults.keyBy}
        onChange={(value) => change({ keyBy: keys.find((key) => key === value) ?? values.keyBy })}
      >
        <div className={shared.choices}>
          {keys.map((key) => (
            <Radio key={key} value={key} label={words[key] ?? 'Nothing'} />
          ))}
        </div>
      </Radio.Group>
      <div className={shared.fields}>
        <Select
          label="What rows may do"
          allowDeselect={false}
          data={[
            { value: 'both', label: 'Create and update' },
            { value: 'create', label: 'Only create: known ones stay as they are' },
            { value: 'update', label: 'Only update: unknown ones are skipped' },
          ]}
          value={values.mode}
          error={faults.mode}
          onChange={(value) =>
            change({ mode: (['create', 'update'] as const).find((mode) => mode === value) ?? 'both' })
          }
        />
        <Select
          label="A blank cell"
          allowDeselect={false}
          data={[
            { value: 'keep', label: 'Keeps the value that is there' },
            { value: 'clear', label: 'Clears the value that is there' },
          ]}
          value={values.blanks}
          error={faults.blanks}
          onChange={(value) => change({ blanks: value === 'clear' ? 'clear' : 'keep' })}
        />
        <TextInput
          label="Name of the other system"
          description="IDs are kept under it: files of one system share it, such as hubspot."
          maxLength={64}
          autoCapitalize="off"
          spellCheck={false}
          value={values.source}
          error={faults.source}
          onChange={(event) => change({ source: event.currentTarget.value })}
        />
        {values.columns.some(({ field }) => field !== null && ownerFields.has(field)) && (
          <Select
            label="An owner whom nobody here is"
            allowDeselect={false}
            data={[
              { value: 'match', label: 'Stays as a text of the record' },
              { value: 'create', label: 'Becomes a member without sign-in' },
            ]}
            value={values.owners}
            error={faults.owners}
            onChange={(value) => change({ owners: value === 'create' ? 'create' : 'match' })}
          />
        )}
      </div>
      {isTouch && <TouchFields mapping={mapping} />}
    </div>
  );
}

/** What every touch of the file is, where no column says it. */
function TouchFields({ mapping: { values, faults, change } }: { mapping: MappingForm }) {
  const { touch } = values;
  const set = (part: Partial<Mapping['touch']>) => change({ touch: { ...touch, ...part } });
  const kinds: readonly string[] = [...new Set<string>([touch.kind, ...touchKinds])];
  return (
    <fieldset className={shared.fields}>
      <Select
        label="Each touch is"
        description="Where no column says it."
        searchable
        allowDeselect={false}
        data={kinds.map((kind) => ({ value: kind, label: touchName(kind) }))}
        value={touch.kind}
        error={faults['touch.kind']}
        onChange={(kind) => kind && set({ kind })}
      />
      <TextInput
        label="Called"
        description="Where no column names it. May stay blank."
        maxLength={200}
        value={touch.name ?? ''}
        error={faults['touch.name']}
        onChange={(event) => set({ name: event.currentTarget.value || null })}
      />
      <Select
        label="Caused by"
        allowDeselect={false}
        data={(['marketing', 'sales'] as const).map((value) => ({ value, label: departmentName[value] }))}
        value={touch.department}
        error={faults['touch.department']}
        onChange={(value) => set({ department: value === 'sales' ? 'sales' : 'marketing' })}
      />
    </fieldset>
  );
}

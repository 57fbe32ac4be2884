import { TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { CurrencySelect, FiscalStartInput, LanguageSelect, ZoneSelect } from '../../ui/choice-inputs.tsx';
import type { SetupValues } from './setup-values.ts';

export function CompanyStep({ fields }: { fields: UseFormReturnType<SetupValues> }) {
  // Names of currencies and months stand in the language of this interface.
  const locale = 'en';
  return (
    <>
      <TextInput
        label="Name of the company"
        autoComplete="organization"
        autoFocus
        {...fields.getInputProps('workspace.name')}
      />
      <div className="pair">
        <CurrencySelect locale={locale} {...fields.getInputProps('workspace.currency')} />
        <ZoneSelect {...fields.getInputProps('workspace.zone')} />
      </div>
      <div className="pair">
        <LanguageSelect locale={locale} {...fields.getInputProps('workspace.locale')} />
        <FiscalStartInput
          locale={locale}
          value={fields.values.workspace.fiscalStart}
          onChange={(value) => fields.setFieldValue('workspace.fiscalStart', value)}
          error={fields.errors['workspace.fiscalStart']}
        />
      </div>
    </>
  );
}

/** The fields of a deal, as one opens and as one changes it. */
import { Select, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useFormat } from '../../format.ts';
import { CurrencySelect } from '../../ui/choice-inputs.tsx';
import { MemberSelect } from '../settings/member-select.tsx';
import { kindChoices, readAmount } from './deal-words.ts';
import styles from './deals.module.css';
import { CompanySelect } from './record-selects.tsx';

export type DealFieldValues = {
  name: string;
  kind: string;
  amount: string;
  currency: string;
  expectedClose: string;
  accountId: string | null;
  ownerId: string | null;
  sdrId: string | null;
};

/** An amount that cannot be read is told before anything is sent. */
export const checkAmount = ({ amount, currency }: DealFieldValues): Record<string, string> =>
  amount.trim() === '' || readAmount(amount, currency) !== null
    ? {}
    : { amount: 'Write the amount in digits, such as 90,000 or 90000.50.' };

export function DealFields({ fields }: { fields: UseFormReturnType<DealFieldValues> }) {
  const format = useFormat();
  const { getInputProps, values, setFieldValue, errors } = fields;
  return (
    <>
      <TextInput label="Name" maxLength={200} autoComplete="off" {...getInputProps('name')} />
      <div className={styles.pair}>
        <TextInput label="Amount" inputMode="decimal" autoComplete="off" {...getInputProps('amount')} />
        <CurrencySelect locale={format.locale} allowDeselect={false} {...getInputProps('currency')} />
      </div>
      <div className={styles.pair}>
        <TextInput type="date" label="Expected close" {...getInputProps('expectedClose')} />
        <Select label="Kind" data={kindChoices} allowDeselect={false} {...getInputProps('kind')} />
      </div>
      <CompanySelect
        value={values.accountId}
        onChange={(id) => setFieldValue('accountId', id)}
        error={errors.accountId}
      />
      <div className={styles.pair}>
        <MemberSelect
          label="Owner"
          department="sales"
          value={values.ownerId}
          onChange={(id) => setFieldValue('ownerId', id)}
          error={errors.ownerId}
        />
        <MemberSelect
          label="Found by (SDR)"
          clearable
          value={values.sdrId}
          onChange={(id) => setFieldValue('sdrId', id)}
          error={errors.sdrId}
        />
      </div>
    </>
  );
}

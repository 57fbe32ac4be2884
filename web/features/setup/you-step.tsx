import { Radio, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import type { Department } from '../../../src/core/access.ts';
import { Half } from '../../ui/half.tsx';
import { NewPassword } from '../../ui/new-password.tsx';
import styles from './setup.module.css';
import type { SetupValues } from './setup-values.ts';

/** What the owner heads decides where they work; only who heads nothing is asked. */
const posts: { value: string; label: string; detail: string; heads: Department[] }[] = [
  { value: 'marketing', label: 'I head Marketing', detail: 'You sign for Marketing.', heads: ['marketing'] },
  { value: 'sales', label: 'I head Sales', detail: 'You sign for Sales.', heads: ['sales'] },
  {
    value: 'both',
    label: 'I head both',
    detail: 'You sign for both sides, for now.',
    heads: ['marketing', 'sales'],
  },
  { value: 'none', label: 'I set Baton up for them', detail: 'You invite both heads; they sign.', heads: [] },
];

const departmentChoices = [
  { value: 'marketing', label: 'Marketing' },
  { value: 'sales', label: 'Sales' },
  { value: 'both', label: 'Both, or neither' },
] as const;

export function YouStep({ fields, tokenNeeded }: { fields: UseFormReturnType<SetupValues>; tokenNeeded: boolean }) {
  const { department, heads } = fields.values.owner;
  const post = heads.length === 2 ? 'both' : (heads[0] ?? 'none');
  const choosePost = (value: string) => {
    const chosen = posts.find((one) => one.value === value);
    if (!chosen) return;
    fields.setFieldValue('owner.heads', chosen.heads);
    fields.setFieldValue('owner.department', chosen.heads.length === 1 ? (chosen.heads[0] ?? 'both') : 'both');
  };
  return (
    <>
      {tokenNeeded && (
        <TextInput
          label="Set-up token"
          description="Baton can be reached from other machines, so only who sees its console may set it up. The token is printed there."
          autoComplete="off"
          spellCheck={false}
          {...fields.getInputProps('setupToken')}
        />
      )}
      <div className="pair">
        <TextInput label="Your name" autoComplete="name" autoFocus {...fields.getInputProps('owner.name')} />
        <TextInput
          label="E-mail"
          type="email"
          inputMode="email"
          autoComplete="username"
          {...fields.getInputProps('owner.email')}
        />
      </div>
      <NewPassword label="Password" {...fields.getInputProps('owner.password')} />
      <Radio.Group label="What do you do here?" value={post} onChange={choosePost} error={fields.errors['owner.heads']}>
        <div className={styles.posts}>
          {posts.map(({ value, label, detail }) => (
            <Radio.Card key={value} value={value} className={styles.post}>
              <Radio.Indicator />
              <span className={styles.postText}>
                <span>{label}</span>
                <span className="cap">{detail}</span>
              </span>
              <span className={styles.halves}>
                {(value === 'marketing' || value === 'both') && <Half department="marketing" />}
                {(value === 'sales' || value === 'both') && <Half department="sales" />}
              </span>
            </Radio.Card>
          ))}
        </div>
      </Radio.Group>
      {post === 'none' && (
        <Radio.Group
          label="Which department are you in?"
          value={department}
          onChange={(value) => {
            const chosen = departmentChoices.find((one) => one.value === value);
            if (chosen) fields.setFieldValue('owner.department', chosen.value);
          }}
        >
          <div className="row">
            {departmentChoices.map(({ value, label }) => (
              <Radio key={value} value={value} label={label} />
            ))}
          </div>
        </Radio.Group>
      )}
    </>
  );
}

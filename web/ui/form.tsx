/** Forms: `useServerForm` checks by the contract's own shape, puts the server's field errors beside the fields, and knows when it is busy. */
import { type UseFormReturnType, useForm } from '@mantine/form';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { z } from 'zod';
import { ApiError } from '../api.ts';
import { focusFirstFault } from './focus-first-fault.ts';
import styles from './form.module.css';

export type ServerForm<Values extends Record<string, unknown>> = {
  /** Mantine's form: `form.getInputProps('email')` into an input. */
  fields: UseFormReturnType<Values>;
  /** What went wrong beyond single fields; FormProblem shows it. */
  problem: ApiError | null;
  busy: boolean;
  onSubmit: (event: FormEvent<HTMLFormElement>) => void;
  clearProblem: () => void;
};

/**
 * @example
 * const form = useServerForm({
 *   initial: { name: team.name },
 *   shape: editTeam.body,
 *   send: (body) => rename.mutateAsync({ params: { teamId: team.id }, body, version: team.version }),
 * });
 * <form onSubmit={form.onSubmit} noValidate>
 *   <FormProblem problem={form.problem} />
 *   <TextInput label="Name" required {...form.fields.getInputProps('name')} />
 *   <FormActions busy={form.busy}>Save</FormActions>
 * </form>
 */
export function useServerForm<Values extends Record<string, unknown>>(options: {
  initial: Values;
  /** Checked before sending; paths of its issues are names of fields. */
  shape?: z.ZodType | undefined;
  /** Further checks, by field. */
  check?: (values: Values) => Record<string, ReactNode>;
  send: (values: Values) => Promise<unknown>;
}): ServerForm<Values> {
  const [problem, setProblem] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  const fields = useForm<Values>({
    mode: 'controlled',
    initialValues: options.initial,
    validate: (values) => ({ ...faultsOf(options.shape, values), ...options.check?.(values) }),
    validateInputOnBlur: false,
    clearInputErrorOnChange: true,
  });

  const send = async (values: Values) => {
    setBusy(true);
    setProblem(null);
    try {
      await options.send(values);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      for (const fault of error.fields) fields.setFieldError(fault.path, fault.detail);
      // What stands beside a field is not said twice.
      if (!error.fields.some(({ detail }) => detail === error.message)) setProblem(error);
      if (error.fields.length > 0) focusFirstFault();
    } finally {
      setBusy(false);
    }
  };
  return {
    fields,
    problem,
    busy,
    clearProblem: () => setProblem(null),
    onSubmit: fields.onSubmit(
      (values) => void send(values),
      () => focusFirstFault(),
    ),
  };
}

/** What a shape says about values, by the path of the field. */
export function faultsOf(shape: z.ZodType | undefined, values: unknown): Record<string, string> {
  const result = shape?.safeParse(values);
  if (!result || result.success) return {};
  const faults: Record<string, string> = {};
  for (const issue of result.error.issues) faults[issue.path.join('.')] ??= issue.message;
  return faults;
}

/** Why the whole form was refused. Faults of single fields stand beside them; this says only that there are some. */
export function FormProblem({
  problem,
  kept = 'What you typed is still here.',
}: {
  problem: ApiError | null;
  kept?: string;
}) {
  if (!problem) return null;
  return (
    <div className={styles.problem} role="alert">
      <p>
        {problem.message} {kept}
      </p>
      {problem.requestId && problem.status >= 500 && (
        <p className={styles.request}>
          Request <code>{problem.requestId}</code>
        </p>
      )}
    </div>
  );
}

/** Proposing: why, from when, and for whom at once. */
import { Button, Modal, NumberInput, Radio, SegmentedControl, Stack, Textarea, TextInput } from '@mantine/core';
import '@mantine/core/styles/NumberInput.layer.css';
import { useMemo } from 'react';
import { type AgreementVersion, proposeAgreement } from '../../../src/features/agreements/schema.ts';
import { now } from '../../clock.ts';
import { createFormat } from '../../format.ts';
import { useAction } from '../../queries.ts';
import { useSession } from '../../session.ts';
import { FormProblem, useServerForm } from '../../ui/form.tsx';
import { FormActions } from '../../ui/form-actions.tsx';
import { say } from '../settings/say.tsx';
import { toInstant } from '../settings/zoned.ts';
import { afterMove } from './after-move.ts';
import { readContract } from './contract-text.ts';
import { nextMonth, nextQuarter } from './periods.ts';
import { Preview } from './preview.tsx';

type Values = {
  message: string;
  for: 'marketing' | 'sales';
  when: 'month' | 'quarter' | 'signed' | 'day';
  day: string;
  time: string;
  whom: 'new' | 'waves';
  waveSize: number | string;
};

const usualWave = 5;

export function ProposeDialog({ version, onClose }: { version: AgreementVersion; onClose: () => void }) {
  const { member, workspace } = useSession();
  const propose = useAction(proposeAgreement, { refresh: afterMove });
  const zone = useMemo(() => readContract(version.agreement).calendar?.timezone ?? 'UTC', [version.agreement]);
  // In the zone of the agreement: that is what its term means.
  const format = createFormat({ locale: member.locale ?? workspace.locale, zone, currency: workspace.currency });
  const at = now().toISOString();
  const [month, quarter] = [nextMonth(at, zone), nextQuarter(at, zone)];
  const form = useServerForm<Values>({
    initial: {
      message: '',
      for: member.actsFor[0] ?? 'marketing',
      when: 'month',
      day: '',
      time: '00:00',
      whom: 'new',
      waveSize: usualWave,
    },
    check: ({ message, when, day, whom, waveSize }) => ({
      ...(message.trim() ? {} : { message: 'Please say what you propose and why.' }),
      ...(when === 'day' && !day ? { day: 'Please choose the day.' } : {}),
      ...(whom === 'waves' && !(Number(waveSize) >= 1 && Number(waveSize) <= 1000)
        ? { waveSize: 'Please choose from 1 to 1,000 people.' }
        : {}),
    }),
    send: async (values) => {
      const effectiveAt = {
        month,
        quarter,
        signed: at,
        day: values.day ? toInstant(values.day, values.time, zone) : at,
      }[values.when];
      await propose.mutateAsync({
        params: { versionId: version.id },
        version: version.version,
        body: {
          message: values.message,
          for: values.for,
          effectiveAt,
          waveSize: values.whom === 'waves' ? Number(values.waveSize) : null,
        },
      });
      say('Proposed. The other side is told.');
      onClose();
    },
  });
  const { getInputProps } = form.fields;
  const values = form.fields.getValues();
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={`Propose version ${version.number}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={form.onSubmit} noValidate className="stack">
        <FormProblem problem={form.problem} />
        {member.actsFor.length > 1 && (
          <SegmentedControl
            aria-label="For whom you propose"
            value={values.for}
            onChange={(side) => form.fields.setFieldValue('for', side === 'sales' ? 'sales' : 'marketing')}
            data={[
              { value: 'marketing', label: 'For Marketing' },
              { value: 'sales', label: 'For Sales' },
            ]}
          />
        )}
        <Textarea
          label="What you propose, and why"
          description="The other side reads this first, and it stays beside the version."
          required
          autosize
          minRows={3}
          maxRows={10}
          data-autofocus
          {...getInputProps('message')}
        />
        <Radio.Group label="It comes into force" {...getInputProps('when')}>
          <Stack gap={4} mt={4}>
            <Radio value="month" label={`At the next month: ${format.dateTime(month)}`} />
            {quarter !== month && <Radio value="quarter" label={`At the next quarter: ${format.dateTime(quarter)}`} />}
            <Radio value="signed" label="As soon as both have signed" />
            <Radio value="day" label="At another time" />
          </Stack>
        </Radio.Group>
        {values.when === 'day' && (
          <div className="pair">
            <TextInput type="date" label="Day" required {...getInputProps('day')} />
            <TextInput type="time" label={`Time in ${zone.replaceAll('_', ' ')}`} {...getInputProps('time')} />
          </div>
        )}
        <Radio.Group label="Whom it hands over" {...getInputProps('whom')}>
          <Stack gap={4} mt={4}>
            <Radio
              value="new"
              label="New touches only"
              description="Nobody is handed over just because the text changes."
            />
            <Radio
              value="waves"
              label="Who qualifies already, too, in waves"
              description="A member's open leads never jump above their cap."
            />
          </Stack>
        </Radio.Group>
        {values.whom === 'waves' && (
          <NumberInput
            label="People per rep and day"
            min={1}
            max={1000}
            allowDecimal={false}
            w={180}
            {...getInputProps('waveSize')}
          />
        )}
        <Preview version={version} />
        <FormActions busy={form.busy} others={<Button onClick={onClose}>Cancel</Button>}>
          Propose
        </FormActions>
      </form>
    </Modal>
  );
}

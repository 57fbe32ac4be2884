/** The stages that deals go through, what each asks for, and the reasons of loss. */
import { Button, MultiSelect, NumberInput, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type DealRequirement, dealRequirements } from '../../../src/core/deals/pipeline.ts';
import { editPipeline, getPipeline, type PipelineView } from '../../../src/features/deals/schema.ts';
import { call } from '../../api.ts';
import { queryOf, useAction } from '../../queries.ts';
import { may, useSession } from '../../session.ts';
import { Card } from '../../ui/card.tsx';
import { FormActions } from '../../ui/form-actions.tsx';
import { Icon } from '../../ui/icon.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import record from '../people/record.module.css';
import { RecordProblem } from '../settings/record-problem.tsx';
import { say } from '../settings/say.tsx';
import { useRecordForm } from '../settings/use-record-form.ts';
import { dealReads, requirementNames } from './deal-words.ts';
import styles from './deals.module.css';
import '@mantine/core/styles/Pill.layer.css';
import '@mantine/core/styles/PillsInput.layer.css';
import '@mantine/core/styles/NumberInput.layer.css';

type Values = Pick<PipelineView, 'stages' | 'lossReasons'>;

export function StagesPage() {
  const { member } = useSession();
  const query = useQuery(queryOf(getPipeline, {}));
  const mayEdit = may(member.role, editPipeline) || member.actsFor.length > 0;
  return (
    <>
      <Link to="/deals" search={{}} className={record.back}>
        <Icon name="left" /> All deals
      </Link>
      <PageHead
        title="Stages of deals"
        lead="The way from a first talk to a signature, and why some do not get there."
      />
      {!mayEdit && <EmptyState title="Stages are set by admins and heads">Ask one of them to change them.</EmptyState>}
      {mayEdit && query.data && <PipelineForm key={query.data.version} pipeline={query.data} />}
      {mayEdit && !query.data && query.error && (
        <ErrorState error={query.error} what="The stages could not be loaded." retry={() => void query.refetch()} />
      )}
      {mayEdit && !query.data && !query.error && <LoadingState lines={8} />}
    </>
  );
}

/** A key for what is new, made of its name, that nothing else has. */
function keyFor(name: string, taken: readonly string[]): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
  const base = plain === '' || plain === 'won' || plain === 'lost' ? `stage-${plain}`.replace(/-$/, '') : plain;
  let key = base;
  for (let at = 2; taken.includes(key); at += 1) key = `${base}-${at}`;
  return key;
}

/** What has no key yet gets one when it is saved; the others keep theirs, whatever they are called. */
function withKeys<Item extends { key: string; name: string }>(items: readonly Item[]): Item[] {
  const taken = items.map(({ key }) => key).filter((key) => !key.startsWith('+'));
  return items.map((item) => {
    if (!item.key.startsWith('+')) return item;
    const key = keyFor(item.name, taken);
    taken.push(key);
    return { ...item, key };
  });
}

function PipelineForm({ pipeline }: { pipeline: PipelineView }) {
  const edit = useAction(editPipeline, { refresh: [...dealReads, getPipeline] });
  const form = useRecordForm<PipelineView, Values>({
    record: pipeline,
    valuesOf: ({ stages, lossReasons }) => ({ stages, lossReasons }),
    check: ({ stages, lossReasons }) => ({
      ...faultsOf('stages', stages),
      ...faultsOf('lossReasons', lossReasons),
    }),
    send: (_, version, { stages, lossReasons }) =>
      edit.mutateAsync({ body: { stages: withKeys(stages), lossReasons: withKeys(lossReasons) }, version }),
    load: () => call(getPipeline, {}),
    onSaved: () => say('The stages are saved.'),
  });
  const { getInputProps, values, insertListItem, removeListItem, reorderListItem, errors } = form.fields;
  const fresh = `+${values.stages.length + values.lossReasons.length}`;
  return (
    <form onSubmit={form.onSubmit} noValidate className="stack">
      <RecordProblem form={form} labels={{ stages: 'Stages', lossReasons: 'Reasons of loss' }} />
      <Card
        title="Stages"
        lead="In the order in which deals go through them. A stage asks for what it names and for all that those before it do."
        aside={
          <Button
            data-size="small"
            onClick={() => insertListItem('stages', { key: fresh, name: '', requires: [], likelihood: null })}
          >
            Add a stage
          </Button>
        }
      >
        {errors.stages && <p role="alert">{errors.stages}</p>}
        {values.stages.map(({ key, requires, likelihood }, at) => (
          <div key={key} className={styles.stageRow}>
            <TextInput label="Name" required maxLength={200} {...getInputProps(`stages.${at}.name`)} />
            <MultiSelect
              label="Asks for"
              data={dealRequirements.map((one) => ({ value: one, label: requirementNames[one] }))}
              value={requires}
              onChange={(next) => form.fields.setFieldValue(`stages.${at}.requires`, next as DealRequirement[])}
            />
            <NumberInput
              label="Chance, %"
              min={0}
              max={100}
              value={likelihood === null ? '' : Math.round(likelihood * 100)}
              onChange={(next) =>
                form.fields.setFieldValue(`stages.${at}.likelihood`, typeof next === 'number' ? next / 100 : null)
              }
            />
            <RowActions
              name={values.stages[at]?.name || 'this stage'}
              isFirst={at === 0}
              isOnly={values.stages.length === 1}
              onUp={() => reorderListItem('stages', { from: at, to: at - 1 })}
              onRemove={() => removeListItem('stages', at)}
            />
          </div>
        ))}
      </Card>
      <Card
        title="Reasons of loss"
        lead="What becomes of the people of a lost deal follows from its reason, unless somebody chooses otherwise."
        aside={
          <Button
            data-size="small"
            onClick={() => insertListItem('lossReasons', { key: fresh, name: '', verdict: 'recycle', sleepDays: 90 })}
          >
            Add a reason
          </Button>
        }
      >
        {values.lossReasons.map(({ key, verdict, sleepDays }, at) => (
          <div key={key} className={styles.stageRow}>
            <TextInput label="Name" required maxLength={200} {...getInputProps(`lossReasons.${at}.name`)} />
            <Select
              label="Its people"
              allowDeselect={false}
              data={[
                { value: 'recycle', label: 'go back to Marketing, until a day' },
                { value: 'disqualify', label: 'are no leads any more' },
              ]}
              {...getInputProps(`lossReasons.${at}.verdict`)}
            />
            <NumberInput
              label="After days"
              min={1}
              max={1500}
              disabled={verdict !== 'recycle'}
              value={verdict === 'recycle' ? (sleepDays ?? '') : ''}
              onChange={(next) =>
                form.fields.setFieldValue(`lossReasons.${at}.sleepDays`, typeof next === 'number' ? next : null)
              }
            />
            <RowActions
              name={values.lossReasons[at]?.name || 'this reason'}
              isFirst={at === 0}
              isOnly={values.lossReasons.length === 1}
              onUp={() => reorderListItem('lossReasons', { from: at, to: at - 1 })}
              onRemove={() => removeListItem('lossReasons', at)}
            />
          </div>
        ))}
      </Card>
      <FormActions busy={form.busy} disabled={!form.dirty} others={<Button onClick={form.reset}>Reset</Button>}>
        Save
      </FormActions>
    </form>
  );
}

function faultsOf(field: string, items: readonly { name: string }[]): Record<string, string> {
  return Object.fromEntries(
    items.flatMap(({ name }, at) => (name.trim() ? [] : [[`${field}.${at}.name`, 'Please fill this in.']])),
  );
}

function RowActions(props: {
  name: string;
  isFirst: boolean;
  isOnly: boolean;
  onUp: () => void;
  onRemove: () => void;
}) {
  return (
    <span>
      <Button
        data-size="small"
        variant="subtle"
        disabled={props.isFirst}
        aria-label={`Move ${props.name} up`}
        onClick={props.onUp}
      >
        Up
      </Button>
      <Button
        data-size="small"
        variant="subtle"
        disabled={props.isOnly}
        aria-label={`Remove ${props.name}`}
        onClick={props.onRemove}
      >
        Remove
      </Button>
    </span>
  );
}

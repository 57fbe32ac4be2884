/** Channels: the ordered rules that name them, as sentences; tried on an example; the hosts of the own site. */
import { Button, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ChannelRule } from '../../../src/core/channels/channel-rule.ts';
import { defaultRules } from '../../../src/core/channels/default-rules.ts';
import { type ChannelTable, editChannels, getChannels } from '../../../src/features/channels/schema.ts';
import { call } from '../../api.ts';
import { queryOf, useAction } from '../../queries.ts';
import { useSession } from '../../session.ts';
import { Card } from '../../ui/card.tsx';
import { FormActions } from '../../ui/form-actions.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import { reachesDepartment } from '../settings/reach.ts';
import { RecordProblem } from '../settings/record-problem.tsx';
import { say } from '../settings/say.tsx';
import { useRecordForm } from '../settings/use-record-form.ts';
import { ChannelTrial, useTrial } from './channel-trial.tsx';
import styles from './channels.module.css';
import { RuleDialog } from './rule-dialog.tsx';
import { RuleList } from './rule-list.tsx';
import { linesOf } from './rule-words.ts';
import { TouchCounts } from './touch-counts.tsx';

/** `rules` null: those that come with Baton. */
type Values = { rules: ChannelRule[] | null; hosts: string };

const labels = { rules: 'Rules', hosts: 'Own hosts' };
const valuesOf = ({ rules, isDefault, ownHosts }: ChannelTable): Values => ({
  rules: isDefault ? null : rules,
  hosts: ownHosts.join('\n'),
});

export function ChannelsPage() {
  const { data, error, refetch } = useQuery(queryOf(getChannels, {}));
  if (data) return <Table table={data} />;
  return error ? (
    <ErrorState error={error} what="The channels could not be loaded." retry={() => void refetch()} />
  ) : (
    <LoadingState lines={10} label="Loading the channels" />
  );
}

function Table({ table }: { table: ChannelTable }) {
  const session = useSession();
  const mayEdit = reachesDepartment(session, editChannels, 'marketing');
  const edit = useAction(editChannels, { refresh: [getChannels] });
  const [editing, setEditing] = useState<number | 'new' | null>(null);
  const form = useRecordForm<ChannelTable, Values>({
    record: table,
    valuesOf,
    check: checkHosts,
    send: (_changed, version, { rules, hosts }) =>
      edit.mutateAsync({ body: { rules, ownHosts: linesOf(hosts) }, version }),
    load: () => call(getChannels, {}),
    onSaved: () => say('The channels are saved. They name the visits from now on.'),
  });
  const { rules: own, hosts } = form.fields.getValues();
  const rules = own ?? [...defaultRules];
  const trial = useTrial({ rules, ownHosts: linesOf(hosts) });
  const setRules = (next: ChannelRule[] | null) => form.fields.setFieldValue('rules', next);
  const hostFault = form.fields.errors.hosts ?? faultUnder(form.fields.errors, 'ownHosts');
  return (
    <>
      <PageHead
        title="A visit gets the channel of the first rule that holds"
        lead="By what its link says, else its click id, else the page before. What is stored keeps the channel that it was given."
        actions={
          mayEdit && (
            <Button variant={form.dirty ? 'default' : 'filled'} onClick={() => setEditing('new')}>
              Add a rule
            </Button>
          )
        }
      />
      <div className={styles.counts}>
        <TouchCounts />
      </div>
      <form onSubmit={form.onSubmit} noValidate className="stack">
        <ChannelTrial trial={trial} place={rules.findIndex(({ key }) => key === trial.decision?.rule)} />
        <Card
          flush
          title={own ? 'Your rules, in their order' : 'The rules that come with Baton, in their order'}
          lead={
            own
              ? `${own.length === 1 ? 'One rule' : `${own.length} rules`} of this workspace.`
              : 'The groups of Google Analytics, with AI assistants. Change one, and the table is your own.'
          }
          aside={
            mayEdit &&
            own && (
              <Button data-size="small" onClick={() => setRules(null)}>
                Back to Baton's rules
              </Button>
            )
          }
        >
          <RuleList
            rules={rules}
            met={trial.decision?.rule ?? null}
            onChange={mayEdit ? setRules : null}
            onEdit={setEditing}
          />
        </Card>
        <Card title="Own hosts">
          <Textarea
            label="Hosts of your site"
            description="One a line: further domains of your own, and pages that visitors only pass through, such as a payment page. Coming from them begins no new visit."
            placeholder="pay.example.com"
            rows={4}
            readOnly={!mayEdit}
            spellCheck={false}
            {...form.fields.getInputProps('hosts')}
            error={hostFault}
          />
        </Card>
        {mayEdit && (
          <div className={styles.save} data-dirty={form.dirty || undefined}>
            <RecordProblem form={form} labels={labels} />
            {form.dirty && (
              <FormActions busy={form.busy} others={<Button onClick={form.reset}>Discard</Button>}>
                Save the channels
              </FormActions>
            )}
          </div>
        )}
      </form>
      {editing !== null && (
        <RuleDialog
          rule={editing === 'new' ? null : (rules[editing] ?? null)}
          taken={rules.filter((_, place) => place !== editing).map(({ key }) => key)}
          onClose={() => setEditing(null)}
          onDone={(rule) => {
            // A new rule stands first: what is particular comes before what is general.
            setRules(editing === 'new' ? [rule, ...rules] : rules.with(editing, rule));
            setEditing(null);
          }}
        />
      )}
    </>
  );
}

/** The contract's own shape, told under the one field that people see. */
function checkHosts({ hosts }: Values): Record<string, string> {
  const lines = linesOf(hosts);
  const result = editChannels.body?.safeParse({ rules: null, ownHosts: lines });
  if (!result || result.success) return {};
  const [issue] = result.error.issues;
  const line = lines[Number(issue?.path[1])];
  return { hosts: line === undefined ? (issue?.message ?? '') : `${line}: ${issue?.message}` };
}

const faultUnder = (errors: Record<string, unknown>, field: string) => {
  const found = Object.entries(errors).find(([path]) => path.startsWith(field));
  return typeof found?.[1] === 'string' ? found[1] : undefined;
};

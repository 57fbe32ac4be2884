/** Drafts of the agreement, and how a new one begins: from a template, from the one in force, from any version, or from a text. */
import { Button, FileButton, Modal, Radio, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { z } from 'zod';
import { draftAgreement, listVersions, type VersionSummary } from '../../../src/features/agreements/schema.ts';
import { ApiError } from '../../api.ts';
import { queryOf, useAction, usePages } from '../../queries.ts';
import { may, useSession } from '../../session.ts';
import { Card } from '../../ui/card.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { FormProblem } from '../../ui/form.tsx';
import { FormActions } from '../../ui/form-actions.tsx';
import { Icon } from '../../ui/icon.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { TimeText } from '../../ui/time-text.tsx';
import { Verdict } from '../../ui/verdict.tsx';
import { useFilters } from '../settings/use-filters.ts';
import pageStyles from './agreement-editor.module.css';
import styles from './controls.module.css';
import { countProblems, ProblemList } from './problem-list.tsx';
import { readWhole } from './read-draft.ts';
import { YamlText } from './yaml-text.tsx';

/** What can still be changed. */
const isOpen = ({ status }: VersionSummary) => status === 'draft' || status === 'returned' || status === 'proposed';
const states = { draft: ['unknown', 'Draft'], returned: ['warn', 'Returned'], proposed: ['good', 'Proposed'] } as const;

export function DraftsPage() {
  const { member } = useSession();
  const [{ create, from }, setFilters] = useFilters(['create', 'from']);
  const isWriter = may(member.role, draftAgreement) || member.actsFor.length > 0;
  const list = usePages(listVersions, { query: { limit: 100 } });
  const open = list.rows?.filter(isOpen);
  const button = isWriter && (
    <Button variant="filled" onClick={() => setFilters({ create: 'yes' })}>
      New draft
    </Button>
  );
  const columns: Column<VersionSummary>[] = [
    {
      key: 'name',
      header: 'Draft',
      main: true,
      cell: ({ id, name, number }) => (
        <span className={pageStyles.named}>
          <Link
            to={isWriter ? '/agreement/$versionId/edit' : '/agreement/$versionId'}
            params={{ versionId: id }}
            className="link"
          >
            <bdi>{name}</bdi>
          </Link>
          <small>Version {number}</small>
        </span>
      ),
    },
    {
      key: 'state',
      header: 'State',
      cell: ({ status }) => {
        const [is, word] = status in states ? states[status as keyof typeof states] : states.draft;
        return <Verdict is={is}>{word}</Verdict>;
      },
    },
    { key: 'by', header: 'Begun by', cell: ({ createdBy }) => createdBy?.name ?? 'An API key' },
    { key: 'changed', header: 'Last changed', cell: ({ updatedAt }) => <TimeText at={updatedAt} as="ago" /> },
  ];
  return (
    <>
      <Link className={pageStyles.back} to="/agreement">
        <Icon name="left" /> Agreement
      </Link>
      <PageHead
        title="Drafts"
        lead="What is being written. Nobody is bound by a draft before both heads have signed it."
        actions={button}
      />
      <Card flush>
        <DataTable
          label="Drafts"
          list={{ ...list, rows: open }}
          columns={columns}
          rowKey={({ id }) => id}
          empty={
            <EmptyState title="Nothing is being written" action={button}>
              {isWriter
                ? 'A draft begins with five clauses, with the example, or with the agreement in force.'
                : 'The heads of Marketing and Sales write drafts; then they stand here.'}
            </EmptyState>
          }
        />
      </Card>
      {isWriter && (
        <Modal
          opened={create === 'yes'}
          onClose={() => setFilters({ create: null, from: null })}
          title="New draft"
          size="lg"
          closeButtonProps={{ 'aria-label': 'Close' }}
        >
          <NewDraft from={from} onClose={() => setFilters({ create: null, from: null })} />
        </Modal>
      )}
    </>
  );
}

type Beginning = 'minimal' | 'full' | 'in-force' | 'version' | 'text';
const beginnings: { value: Beginning; label: string; text: string }[] = [
  {
    value: 'minimal',
    label: 'Five clauses',
    text: 'What a lead is, who gets it, how soon Sales calls and decides, and that Marketing answers. The best way to begin.',
  },
  {
    value: 'full',
    label: 'The whole example',
    text: 'Every part that an agreement can have, with common figures, to be cut down and changed.',
  },
  { value: 'in-force', label: 'The agreement in force', text: 'To renegotiate what holds now.' },
  { value: 'version', label: 'Another version', text: 'An earlier text, or a draft of somebody else.' },
  { value: 'text', label: 'A YAML text', text: 'Pasted or from a file, such as one that Baton exported.' },
];

function NewDraft({ from, onClose }: { from: string | undefined; onClose: () => void }) {
  const navigate = useNavigate();
  const { workspace } = useSession();
  const draft = useAction(draftAgreement, { refresh: [listVersions] });
  const { data } = useQuery(queryOf(listVersions, { query: { limit: 100 } }));
  const versions = data?.data ?? [];
  const inForce = versions.find(({ status }) => status === 'in-force');
  const [beginning, setBeginning] = useState<Beginning>(from ? 'version' : 'minimal');
  const [versionId, setVersionId] = useState<string | null>(from ?? null);
  const [source, setSource] = useState('');
  const [problem, setProblem] = useState<ApiError | null>(null);
  const reading = useMemo(
    () => (source.trim() ? readWhole(source, { currency: workspace.currency }) : null),
    [source, workspace.currency],
  );
  const isReady = beginning === 'text' ? source.trim() !== '' : beginning === 'version' ? versionId !== null : true;
  const begin = async () => {
    setProblem(null);
    try {
      const { id, valid } = await draft.mutateAsync({ body: bodyOf(beginning, versionId, source) });
      const search = beginning === 'text' && !valid && reading?.agreement === null ? { view: 'yaml' } : {};
      await navigate({ to: '/agreement/$versionId/edit', params: { versionId: id }, search });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblem(error);
    }
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) void begin();
      }}
    >
      <FormProblem problem={problem} kept="No draft was made." />
      <Radio.Group
        aria-label="What it begins with"
        value={beginning}
        onChange={(next) => setBeginning(beginnings.find(({ value }) => value === next)?.value ?? 'minimal')}
      >
        <div className={styles.options}>
          {beginnings
            .filter(({ value }) => (value !== 'in-force' || inForce) && (value !== 'version' || versions.length > 0))
            .map(({ value, label, text }) => (
              <Radio.Card
                key={value}
                value={value}
                className={styles.option}
                data-autofocus={value === beginning || undefined}
              >
                <Radio.Indicator />
                <span>
                  <strong>{label}</strong>
                  <span>{text}</span>
                </span>
              </Radio.Card>
            ))}
        </div>
      </Radio.Group>
      {beginning === 'version' && (
        <Select
          label="Version"
          data={versions.map(({ id, number, name }) => ({ value: id, label: `${number}: ${name}` }))}
          value={versionId}
          onChange={setVersionId}
          searchable
          placeholder="Choose"
        />
      )}
      {beginning === 'text' && (
        <div className={styles.control}>
          <div>
            <FileButton
              accept=".yaml,.yml,text/yaml,text/plain"
              onChange={(file) => void file?.text().then((text) => setSource(cleanText(text)))}
            >
              {(props) => (
                <Button data-size="small" {...props}>
                  Choose a file
                </Button>
              )}
            </FileButton>
          </div>
          <YamlText
            label="YAML of the agreement"
            value={source}
            onChange={(next) => setSource(cleanText(next))}
            faults={(reading?.problems ?? []).filter(({ severity }) => severity === 'error').map(({ line }) => line)}
            rows={12}
          />
          {reading && (
            <div role="status">
              <p>
                <strong>{countProblems(reading.problems)}</strong>
                {reading.problems.some(({ severity }) => severity === 'error') &&
                  '. It can be taken in as it is, and mended in the draft.'}
              </p>
              <ProblemList
                problems={reading.problems}
                onGo={() => undefined}
                where={({ line, column }) => `Line ${line}, column ${column}`}
              />
            </div>
          )}
        </div>
      )}
      <FormActions busy={draft.isPending} disabled={!isReady} others={<Button onClick={onClose}>Cancel</Button>}>
        Begin the draft
      </FormActions>
    </form>
  );
}

const cleanText = (text: string) => text.replace(/\r\n?/g, '\n').replace(/^\uFEFF/, '');

type Body = z.input<NonNullable<(typeof draftAgreement)['body']>>;

function bodyOf(beginning: Beginning, versionId: string | null, source: string): Body {
  if (beginning === 'text') return { from: 'text', source };
  if (beginning === 'in-force') return { from: 'in-force' };
  if (beginning === 'version' && versionId) return { from: 'version', versionId };
  return { from: 'template', template: beginning === 'full' ? 'full' : 'minimal' };
}

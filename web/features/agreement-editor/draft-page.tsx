/** Editing a draft: its parts on the left, the clauses of the chosen one with their sentences, or the whole text as YAML. */
import { Button, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useEffect, useMemo, useRef } from 'react';
import { buildCatalogue } from '../../../src/core/agreement/catalogue.ts';
import type { CheckContext } from '../../../src/core/agreement/check-agreement.ts';
import { speechOf } from '../../../src/core/agreement/sentences.ts';
import { type AgreementVersion, getVersion } from '../../../src/features/agreements/schema.ts';
import { listTeams, type Team } from '../../../src/features/teams/schema.ts';
import { queryOf } from '../../queries.ts';
import { useSession } from '../../session.ts';
import { Card } from '../../ui/card.tsx';
import { FormProblem } from '../../ui/form.tsx';
import { Icon } from '../../ui/icon.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import { TimeText } from '../../ui/time-text.tsx';
import { Verdict } from '../../ui/verdict.tsx';
import { type ConditionWords, useConditionWords } from '../conditions/condition-words.ts';
import { useFilters } from '../settings/use-filters.ts';
import styles from './agreement-editor.module.css';
import { DraftFactsProvider } from './draft-context.tsx';
import { MergeView } from './merge-view.tsx';
import { Outline } from './outline.tsx';
import { countProblems, ProblemList } from './problem-list.tsx';
import type { PlacedProblem } from './read-draft.ts';
import { SectionPane } from './section-pane.tsx';
import { partOf, sectionOf } from './sections.ts';
import { type Draft, useDraft } from './use-draft.ts';
import { saveFile, YamlPage } from './yaml-page.tsx';

export function DraftPage() {
  const { versionId } = useParams({ strict: false });
  const version = useQuery(queryOf(getVersion, { params: { versionId: versionId ?? '' } }));
  const teams = useQuery({ ...queryOf(listTeams, {}), staleTime: 60_000 });
  const words = useConditionWords();
  const failed = version.error ?? teams.error;
  if (failed) {
    const retry = () => void Promise.all([version.refetch(), teams.refetch()]);
    return <ErrorState error={failed} what="The draft could not be loaded." retry={retry} />;
  }
  if (!version.data || !teams.data || !words) return <LoadingState lines={8} label="Loading the draft" />;
  // Opened once; what changes on the server afterwards is met by the editor itself.
  return <Editor key={version.data.id} version={version.data} teams={teams.data.data} words={words} />;
}

type Props = { version: AgreementVersion; teams: readonly Team[]; words: ConditionWords };

function Editor({ version, teams, words }: Props) {
  const { workspace } = useSession();
  const { customFields } = words.catalogue;
  const context = useMemo<CheckContext>(
    () => ({ currency: workspace.currency, customFields }),
    [workspace.currency, customFields],
  );
  const draft = useDraft(version, context);
  const { theirs, data, reading } = draft;
  const own = useMemo(() => wordsOfDraft(words, draft.reading.agreement), [words, draft.reading.agreement]);
  const facts = useMemo(() => ({ data: data ?? {}, words: own, teams }), [data, own, teams]);
  useSaveKey(draft);
  if (!draft.version.moves.includes('edit')) return <Closed draft={draft} />;
  if (theirs) return <MergeView draft={draft} theirs={theirs} />;
  return (
    <DraftFactsProvider value={facts}>
      <Link className={styles.back} to="/agreement/$versionId" params={{ versionId: version.id }}>
        <Icon name="left" /> Read it as a contract
      </Link>
      <Head draft={draft} />
      <Notices draft={draft} />
      <Body draft={draft} problems={reading.problems} />
      <SaveBar draft={draft} />
    </DraftFactsProvider>
  );
}

/** The words of the draft itself; while nothing of it can be read, those in force. */
function wordsOfDraft(words: ConditionWords, agreement: Draft['reading']['agreement']): ConditionWords {
  if (!agreement) return words;
  const catalogue = buildCatalogue(agreement, words.catalogue.customFields);
  return { ...words, catalogue, speech: { ...speechOf(agreement), catalogue } };
}

const views = [
  { value: 'clauses', label: 'Clauses' },
  { value: 'yaml', label: 'YAML' },
];

function Head({ draft }: { draft: Draft }) {
  const [{ view }, setFilters] = useFilters(['view']);
  const { version, data } = draft;
  const name = typeof data?.name === 'string' && data.name.trim() ? data.name : version.name;
  return (
    <PageHead
      title={<bdi>{name}</bdi>}
      lead={`Version ${version.number}. Nobody is bound by it before both heads have signed it.`}
      actions={
        <SegmentedControl
          aria-label="How it is edited"
          data={views}
          value={view === 'yaml' ? 'yaml' : 'clauses'}
          onChange={(next) => setFilters({ view: next === 'yaml' ? 'yaml' : null })}
        />
      }
    />
  );
}

function Notices({ draft }: { draft: Draft }) {
  const { version, keptSince, isDirty, discard } = draft;
  return (
    <>
      {version.status === 'proposed' && (
        <p className={styles.notice} role="status">
          This text is proposed. Saving a change makes it a draft again, and signatures that were given are void.
        </p>
      )}
      {version.returned && version.status === 'returned' && (
        <p className={styles.notice} role="status">
          <span>
            {version.returned.by.name} returned it: “{version.returned.message}”
          </span>
        </p>
      )}
      {keptSince && isDirty && (
        <p className={styles.notice} role="status">
          <span>
            These are your changes of <TimeText at={keptSince} as="ago" />, which this browser kept. They are not saved
            yet.
          </span>
          <Button data-size="small" onClick={discard}>
            Discard them
          </Button>
        </p>
      )}
    </>
  );
}

function Body({ draft, problems }: { draft: Draft; problems: readonly PlacedProblem[] }) {
  const [{ view, at, clause }, setFilters] = useFilters(['view', 'at', 'clause']);
  const { data, syntax } = draft;
  const section = sectionOf(at);
  const open = clause === undefined ? null : Number(clause) - 1;
  const body = useRef<HTMLDivElement>(null);
  const wanted = useRef(false);
  // After going to a problem, the field that has it takes the keyboard.
  useEffect(() => {
    if (!wanted.current) return;
    wanted.current = false;
    const field = body.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
    field?.focus({ preventScroll: true });
    field?.scrollIntoView({ block: 'center' });
  });
  if (view === 'yaml') return <YamlPage draft={draft} />;
  if (data === null) {
    const [first] = syntax;
    return (
      <Card>
        <EmptyState
          title="The text cannot be read as YAML"
          action={
            <Button variant="filled" onClick={() => setFilters({ view: 'yaml' })}>
              Mend the text
            </Button>
          }
        >
          {first && `Line ${first.position.line}, column ${first.position.column}: ${first.message} ${first.remedy}`}{' '}
          Nothing of it is lost: it is mended as text, then its clauses stand here again.
        </EmptyState>
      </Card>
    );
  }
  const go = ({ at: place }: PlacedProblem) => {
    const { section: part, index } = partOf(place);
    wanted.current = true;
    setFilters({ at: part.id, clause: index === null ? null : String(index + 1) });
  };
  const worth = problems.filter(({ severity }) => severity !== 'note');
  return (
    <div className={styles.layout} ref={body}>
      <Outline
        data={data}
        problems={problems}
        chosen={section.id}
        onChoose={(id) => setFilters({ at: id, clause: null })}
      />
      <div className={styles.main}>
        {problems.length > 0 && (
          <details
            className={styles.findings}
            data-worst={worth.some(({ severity }) => severity === 'error') || undefined}
          >
            <summary>{countProblems(problems)}</summary>
            <ProblemList problems={problems} onGo={go} where={({ at: place }) => partOf(place).section.title} />
          </details>
        )}
        <SectionPane
          key={section.id}
          draft={draft}
          data={data}
          section={section}
          open={open}
          onOpen={(index) => setFilters({ clause: index === null ? null : String(index + 1) })}
        />
      </div>
    </div>
  );
}

function SaveBar({ draft }: { draft: Draft }) {
  const { isDirty, isSaving, problem, undo, discard, save, version, reading } = draft;
  const errors = reading.problems.filter(({ severity }) => severity === 'error').length;
  return (
    <div className={styles.saveBar} data-dirty={isDirty || undefined}>
      <FormProblem problem={problem} kept="Your changes are kept in this browser." />
      <div className={styles.saveRow}>
        <p role="status">
          <Verdict is={errors > 0 ? 'bad' : isDirty ? 'warn' : 'good'}>
            {isDirty ? 'Not saved yet, kept in this browser' : 'Saved'}
            {errors > 0 && `, ${errors === 1 ? 'one error keeps' : `${errors} errors keep`} it from being proposed`}
          </Verdict>
        </p>
        <div className="row">
          {undo && (
            <Button variant="subtle" onClick={undo}>
              Undo
            </Button>
          )}
          {isDirty ? (
            <>
              <Button variant="subtle" onClick={discard}>
                Discard all
              </Button>
              <Button variant="filled" loading={isSaving} onClick={() => void save()}>
                Save
              </Button>
            </>
          ) : (
            <LinkButton
              to="/agreement/$versionId"
              params={{ versionId: version.id }}
              {...(errors === 0 ? { variant: 'filled' } : {})}
            >
              {errors === 0 ? 'Read and propose' : 'Read it'}
            </LinkButton>
          )}
        </div>
      </div>
    </div>
  );
}

/** Ctrl or ⌘ and S saves. */
function useSaveKey(draft: Draft): void {
  const latest = useRef(draft);
  latest.current = draft;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 's' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      const { isDirty, isSaving, theirs, save } = latest.current;
      if (isDirty && !isSaving && !theirs) void save();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

/** Signed, in force or withdrawn, or nothing that the reader may change. What was typed is not lost with it. */
function Closed({ draft }: { draft: Draft }) {
  const { version, isDirty } = draft;
  return (
    <>
      <PageHead title={<bdi>{version.name}</bdi>} lead={`Version ${version.number}`} />
      <Card>
        <EmptyState
          title="This text is not edited here"
          action={
            <>
              <LinkButton to="/agreement/$versionId" params={{ versionId: version.id }}>
                Read it
              </LinkButton>
              <LinkButton to="/agreement/drafts" variant="filled" search={{ create: 'yes', from: version.id }}>
                Begin a draft from it
              </LinkButton>
            </>
          }
        >
          {version.status === 'draft' || version.status === 'returned' || version.status === 'proposed'
            ? 'The heads of Marketing and Sales and the admins write the agreement. You can read it, comment on it and ask.'
            : 'What was signed or withdrawn is never changed: a new draft begins with its text.'}
        </EmptyState>
        {isDirty && (
          <p className={styles.notice}>
            <span>
              Your changes that were not saved are kept in this browser. A new draft can begin with their text.
            </span>
            <Button data-size="small" onClick={() => saveFile(draft.source, version.name)}>
              Save my text as a file
            </Button>
          </p>
        )}
      </Card>
    </>
  );
}

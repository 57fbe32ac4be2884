/** One form: built beside its page as it will be, put online, shared, and what came of it. */
import { Button, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { editForm, type Form, getForm, listForms } from '../../../src/features/forms/schema.ts';
import { ApiError } from '../../api.ts';
import { queryOf, useAction } from '../../queries.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import { say } from '../settings/say.tsx';
import { useFilters } from '../settings/use-filters.ts';
import { BuildForm } from './build-form.tsx';
import { FormStateWord } from './form-state.tsx';
import styles from './forms.module.css';
import { Results } from './results.tsx';
import { Share } from './share.tsx';
import { useAuthor } from './use-author.ts';

const back = <LinkButton to="/settings/forms">All forms</LinkButton>;

export function FormPage() {
  const { formId = '' } = useParams({ strict: false });
  const { data, error, refetch } = useQuery(queryOf(getForm, { params: { formId } }));
  if (data) return <FormView key={data.id} form={data} />;
  if (!error) return <LoadingState lines={10} label="Loading the form" />;
  if (error instanceof ApiError && (error.status === 404 || error.status === 400)) {
    return (
      <EmptyState title="There is no such form" action={back}>
        The address may be wrong, or of another workspace.
      </EmptyState>
    );
  }
  return <ErrorState error={error} what="The form could not be loaded." retry={() => void refetch()} />;
}

const views = { build: 'Build', share: 'Share', results: 'Results' } as const;

function FormView({ form }: { form: Form }) {
  const isAuthor = useAuthor();
  const [{ show }, setFilters] = useFilters(['show', 'status', 'page', 'days']);
  const [isDirty, setIsDirty] = useState(false);
  // What is built begins anew with the version that putting it online has made.
  const [round, setRound] = useState(0);
  const part = show === 'share' || show === 'results' ? show : isAuthor ? 'build' : 'share';
  return (
    <>
      <PageHead
        title={<bdi>{form.name}</bdi>}
        lead={
          <span className={styles.facts}>
            <FormStateWord state={form.state} />
            <span>
              <code>{form.slug}</code>
            </span>
          </span>
        }
        actions={
          <>
            {back}
            {isAuthor && <StateButton form={form} isDirty={isDirty} onDone={() => setRound(round + 1)} />}
          </>
        }
      />
      <div className="stack">
        <div className={styles.parts}>
          <SegmentedControl
            aria-label="What is shown of this form"
            data={Object.entries(views).flatMap(([value, label]) =>
              value === 'build' && !isAuthor ? [] : [{ value, label }],
            )}
            value={part}
            onChange={(value) => setFilters({ show: value === 'build' ? null : value, status: null, page: null })}
          />
        </div>
        {part === 'build' && <BuildForm key={round} form={form} onDirty={setIsDirty} />}
        {part === 'share' && <Share form={form} />}
        {part === 'results' && <Results form={form} isAuthor={isAuthor} />}
      </div>
    </>
  );
}

function StateButton({ form, isDirty, onDone }: { form: Form; isDirty: boolean; onDone: () => void }) {
  const edit = useAction(editForm, { refresh: [getForm, listForms] });
  const [asked, setAsked] = useState(false);
  const isLive = form.state === 'live';
  const change = async () => {
    const body = { state: isLive ? ('closed' as const) : ('live' as const) };
    await edit.mutateAsync({ params: { formId: form.id }, body, version: form.version });
    onDone();
    say(isLive ? 'The form is closed. It takes no answers any more.' : 'The form is online.');
  };
  const verb = isLive ? 'Close' : form.state === 'draft' ? 'Put online' : 'Open again';
  return (
    <>
      <Button
        variant={isLive ? 'outline' : 'filled'}
        color={isLive ? 'bad' : 'shared'}
        disabled={isDirty}
        title={isDirty ? 'Save or discard your changes first' : undefined}
        onClick={() => setAsked(true)}
      >
        {verb}
      </Button>
      <ConfirmDialog
        open={asked}
        onClose={() => setAsked(false)}
        title={isLive ? `Close the form ${form.name}?` : `Put the form ${form.name} online?`}
        confirm={verb}
        danger={isLive}
        action={change}
      >
        {isLive
          ? 'Whoever opens it reads that it takes no answers any more, in your pages too. What was sent stays, and it can be opened again.'
          : 'Everybody who has its address can open and send it from now on.'}
      </ConfirmDialog>
    </>
  );
}

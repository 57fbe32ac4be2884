/** Forms: what is online, how many of those who saw each sent it, and when somebody last did. */
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type ListedForm, listForms } from '../../../src/features/forms/schema.ts';
import { useFormat } from '../../format.ts';
import { usePages } from '../../queries.ts';
import { Card } from '../../ui/card.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { TimeText } from '../../ui/time-text.tsx';
import shared from '../settings/settings.module.css';
import { useFilters } from '../settings/use-filters.ts';
import { CreateFormDialog } from './create-form-dialog.tsx';
import { ConversionText, FormStateWord } from './form-state.tsx';
import { useAuthor } from './use-author.ts';

export function FormsPage() {
  const isAuthor = useAuthor();
  const format = useFormat();
  const [{ create }, setFilters] = useFilters(['create']);
  const list = usePages(listForms, { query: {} });
  const createButton = isAuthor && (
    <Button variant="filled" onClick={() => setFilters({ create: 'yes' })}>
      Create a form
    </Button>
  );
  const columns: Column<ListedForm>[] = [
    {
      key: 'name',
      header: 'Form',
      main: true,
      cell: ({ id, name, slug }) => (
        <span className={shared.named}>
          <Link to="/settings/forms/$formId" params={{ formId: id }} className="link">
            <bdi>{name}</bdi>
          </Link>
          <small>{slug}</small>
        </span>
      ),
    },
    { key: 'state', header: 'State', cell: ({ state }) => <FormStateWord state={state} /> },
    {
      key: 'submissions',
      header: 'Submissions, 30 days',
      align: 'end',
      cell: ({ conversion }) => format.number(conversion.submissions),
    },
    {
      key: 'conversion',
      header: 'Conversion, 30 days',
      cell: ({ conversion }) => <ConversionText conversion={conversion} />,
    },
    {
      key: 'last',
      header: 'Last submission',
      cell: ({ lastSubmittedAt }) =>
        lastSubmittedAt ? <TimeText at={lastSubmittedAt} as="ago" /> : <span className="cap">None yet</span>,
    },
  ];
  return (
    <>
      <PageHead
        title={titleOf(list.rows)}
        lead="Pages and parts of your pages that ask people who they are. Each submission is a touch of the person, with proof of consent."
        actions={createButton}
      />
      <Card flush>
        <DataTable
          label="Forms"
          list={list}
          columns={columns}
          rowKey={({ id }) => id}
          empty={
            <EmptyState title="No form asks anybody anything yet" action={createButton}>
              {isAuthor
                ? 'Create one: it gets a page of its own, and one tag puts it into yours.'
                : 'Somebody of Marketing creates the first one; then it stands here with how many send it.'}
            </EmptyState>
          }
        />
      </Card>
      {isAuthor && <CreateFormDialog open={create === 'yes'} onClose={() => setFilters({ create: null })} />}
    </>
  );
}

function titleOf(rows: ListedForm[] | undefined): string {
  const live = rows?.filter(({ state }) => state === 'live').length ?? 0;
  if (!rows || rows.length === 0) return 'Forms';
  if (live === 0) return 'No form is online';
  return live === 1 ? 'One form is online' : `${live} forms are online`;
}

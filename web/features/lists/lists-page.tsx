/** Lists of people and companies: kept by hand, filled by imports, or made by a condition. */
import { ActionIcon, Button, Menu, SegmentedControl } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { createList, deleteList, editList, type List, listLists } from '../../../src/features/lists/schema.ts';
import { useFormat } from '../../format.ts';
import { useAction, usePages } from '../../queries.ts';
import { may, useSession } from '../../session.ts';
import { Card } from '../../ui/card.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Icon } from '../../ui/icon.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Tag } from '../../ui/tag.tsx';
import { TimeText } from '../../ui/time-text.tsx';
import { ConditionDialog } from '../conditions/condition-dialog.tsx';
import { SaidCondition } from '../conditions/condition-sentence.tsx';
import { parseCondition } from '../conditions/parse-condition.ts';
import { useCount } from '../people/record-queries.ts';
import { say, sayProblem } from '../settings/say.tsx';
import { useFilters } from '../settings/use-filters.ts';
import { ListDialog } from './list-dialog.tsx';
import styles from './lists.module.css';

type Doing = { what: 'rename' | 'condition' | 'remove'; list: List };

export function ListsPage() {
  const [filters, setFilters] = useFilters(['of']);
  const object = filters.of === 'companies' ? 'account' : 'contact';
  const { member } = useSession();
  const [adding, setAdding] = useState(false);
  const [doing, setDoing] = useState<Doing | null>(null);
  const lists = usePages(listLists, { query: { object, limit: 100 } });
  const remove = useAction(deleteList, { refresh: [listLists] });
  const close = () => setDoing(null);
  const add = may(member.role, createList) && (
    <Button variant="filled" onClick={() => setAdding(true)}>
      Make a list
    </Button>
  );
  return (
    <>
      <PageHead
        title={object === 'account' ? 'Lists of companies' : 'Lists of people'}
        lead="People or companies under a name: kept by hand, filled by an import, or whoever meets a condition."
        actions={add}
      />
      <div className={styles.choice}>
        <SegmentedControl
          aria-label="Lists of"
          data={[
            { value: 'contact', label: 'People' },
            { value: 'account', label: 'Companies' },
          ]}
          value={object}
          onChange={(next) => setFilters({ of: next === 'account' ? 'companies' : null })}
        />
      </div>
      <Card flush>
        <DataTable
          label="Lists"
          list={lists}
          columns={columnsFor(may(member.role, editList) ? setDoing : null)}
          rowKey={({ id }) => id}
          empty={
            <EmptyState title="No list yet" action={add}>
              A list by hand is filled from the tables and by imports; one by a condition fills itself.
            </EmptyState>
          }
        />
      </Card>
      {adding && <ListDialog object={object} list={null} onClose={() => setAdding(false)} />}
      {doing?.what === 'rename' && <ListDialog object={object} list={doing.list} onClose={close} />}
      {doing?.what === 'condition' && <EditCondition list={doing.list} onClose={close} />}
      {doing?.what === 'remove' && (
        <ConfirmDialog
          open
          onClose={close}
          title={`Remove the list ${doing.list.name}?`}
          confirm="Remove"
          action={async () => {
            await remove.mutateAsync({ params: { listId: doing.list.id } });
            say('The list is removed.');
          }}
        >
          Who is on it stays. Conditions that name it find nobody by it any more.
        </ConfirmDialog>
      )}
    </>
  );
}

function columnsFor(onDo: ((doing: Doing) => void) | null): Column<List>[] {
  return [
    {
      key: 'name',
      header: 'List',
      main: true,
      cell: (list) => (
        <Link
          to={list.object === 'contact' ? '/people' : '/companies'}
          search={{ list: list.id }}
          className={styles.name}
        >
          <bdi>{list.name}</bdi>
        </Link>
      ),
    },
    {
      key: 'kind',
      header: 'Kind',
      cell: ({ condition }) => {
        const parsed = condition && parseCondition(condition);
        if (!condition) return <Tag>By hand</Tag>;
        return parsed ? (
          <details className={styles.said}>
            <summary>By a condition</summary>
            <SaidCondition condition={parsed} />
          </details>
        ) : (
          'By a condition'
        );
      },
    },
    { key: 'size', header: 'On it', align: 'end', cell: (list) => <Size list={list} /> },
    { key: 'made', header: 'Made', cell: ({ createdAt }) => <TimeText at={createdAt} as="date" /> },
    ...(onDo
      ? [{ key: 'more', header: 'Actions', actions: true, cell: (list: List) => <More list={list} onDo={onDo} /> }]
      : []),
  ];
}

/** Of a condition, whoever meets it now. */
function Size({ list }: { list: List }) {
  const format = useFormat();
  const { count } = useCount(list.object, { listId: list.id }, list.size === null);
  if (list.size !== null) return format.number(list.size);
  if (!count) return <span className="cap">–</span>;
  return count.isMore ? `more than ${format.number(count.count)}` : format.number(count.count);
}

function More({ list, onDo }: { list: List; onDo: (doing: Doing) => void }) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={`More about ${list.name}`}>
          <Icon name="dots" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onDo({ what: 'rename', list })}>Rename …</Menu.Item>
        {list.condition !== null && (
          <Menu.Item onClick={() => onDo({ what: 'condition', list })}>Edit the condition …</Menu.Item>
        )}
        <Menu.Item onClick={() => onDo({ what: 'remove', list })}>Remove …</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function EditCondition({ list, onClose }: { list: List; onClose: () => void }) {
  const edit = useAction(editList, { refresh: [listLists] });
  return (
    <ConditionDialog
      asked={list.object}
      title={`Who is on ${list.name}`}
      initial={parseCondition(list.condition)}
      apply="Save"
      isNeeded
      onApply={async (condition) => {
        if (condition === null) return;
        try {
          await edit.mutateAsync({ params: { listId: list.id }, body: { condition }, version: list.version });
          say('The list is saved.');
          onClose();
        } catch (error) {
          sayProblem(error);
        }
      }}
      onClose={onClose}
    />
  );
}

/** Takes the list that is shown, or what is chosen in it, out as a file. */
import { Button, Menu } from '@mantine/core';
import { useState } from 'react';
import {
  exportAccountSheet,
  exportAccounts,
  exportContactSheet,
  exportContacts,
} from '../../../src/features/exports/schema.ts';
import { ApiError, download } from '../../api.ts';
import { Icon } from '../../ui/icon.tsx';
import { notify } from '../../ui/notify.ts';
import { sayProblem } from '../settings/say.tsx';
import { type RecordQuery, toBody } from './record-queries.ts';
import type { Selected } from './use-selection.ts';

type Props = {
  object: 'contact' | 'account';
  /** Of the list: what it means, in which order. */
  query: RecordQuery & { sort?: string | undefined; direction?: string | undefined };
  /** Keys of the columns that are shown. */
  columns: readonly string[];
  selected?: Selected<RecordQuery> | null;
  size?: 'small';
};

export function ExportMenu({ object, query, columns, selected, size }: Props) {
  const [isBusy, setBusy] = useState(false);
  const run = async (format: 'csv' | 'xlsx') => {
    setBusy(true);
    try {
      const { sort, direction, ...filter } = query;
      const chosen = selected && ('ids' in selected ? { ids: selected.ids } : { except: selected.except });
      const body = {
        ...{ columns: [...columns], query: toBody(filter), ...chosen },
        ...(sort === undefined ? {} : { sort }),
        ...(direction === undefined ? {} : { direction }),
      };
      const [text, sheet] =
        object === 'contact' ? [exportContacts, exportContactSheet] : [exportAccounts, exportAccountSheet];
      const name = object === 'contact' ? 'people' : 'companies';
      await download(format === 'csv' ? text : sheet, body, `baton-${name}.${format}`);
      await notify('The file is in your downloads.');
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      sayProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button loading={isBusy} rightSection={<Icon name="down" />} {...(size ? { 'data-size': size } : {})}>
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>With the columns that are shown</Menu.Label>
        <Menu.Item onClick={() => void run('csv')}>CSV, of any length</Menu.Item>
        <Menu.Item onClick={() => void run('xlsx')}>Excel, up to 50,000 rows</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** The views of a table as tabs, and what can be done with the one that is open. */
import { ActionIcon, Button, Menu } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { createView, deleteView, editView, listViews, type View } from '../../../src/features/views/schema.ts';
import { useAction } from '../../queries.ts';
import { may, useSession } from '../../session.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useNarrow } from '../../ui/use-narrow.ts';
import { say, sayProblem } from '../settings/say.tsx';
import { ColumnsChooser } from './columns-chooser.tsx';
import type { ColumnChoices } from './use-columns.ts';
import { useViewOrder, type ViewState } from './use-views.ts';
import { fromWords } from './view-words.ts';
import styles from './views.module.css';

const ViewDialog = lazy(() => import('./view-dialog.tsx').then(({ ViewDialog }) => ({ default: ViewDialog })));

const everyWord = { contact: 'All people', account: 'All companies' };

export function ViewBar({ state, columns }: { state: ViewState; columns: ColumnChoices | null }) {
  const { object, views, view, open, isLost } = state;
  const { member } = useSession();
  const [dialog, setDialog] = useState<'new' | 'edit' | 'remove' | null>(null);
  const narrow = useNarrow();
  const close = () => setDialog(null);
  const remove = useAction(deleteView, { refresh: [listViews] });
  return (
    <div className={styles.bar}>
      <nav aria-label="Views" className={styles.tabs}>
        <Tab name={everyWord[object]} isOpen={view === null} onClick={() => open(null)} />
        {views.map((one) => (
          <Tab key={one.id} name={one.name} isOpen={one.id === view?.id} reach={one.reach} onClick={() => open(one)} />
        ))}
      </nav>
      {isLost && <span className="cap">That view was removed, or is not shared with you.</span>}
      <Changes state={state} onSaveAs={() => setDialog('new')} mayMake={may(member.role, createView)} />
      {view && <ViewMenu state={state} view={view} onDialog={setDialog} />}
      {columns && !narrow && (
        <div className={styles.end}>
          <ColumnsChooser {...columns} />
        </div>
      )}
      {(dialog === 'new' || (dialog === 'edit' && view)) && (
        <Suspense fallback={null}>
          <ViewDialog state={state} view={dialog === 'edit' ? view : null} onClose={close} />
        </Suspense>
      )}
      {view && (
        <ConfirmDialog
          open={dialog === 'remove'}
          onClose={close}
          title={`Remove the view ${view.name}?`}
          confirm="Remove"
          action={async () => {
            await remove.mutateAsync({ params: { viewId: view.id } });
            open(null);
            say('The view is removed.');
          }}
        >
          {view.reach === 'private' ? 'It is yours alone. ' : 'Nobody finds it any more. '}
          What it shows stays.
        </ConfirmDialog>
      )}
    </div>
  );
}

function Tab(props: { name: string; isOpen: boolean; reach?: View['reach']; onClick: () => void }) {
  const { name, isOpen, reach = 'private', onClick } = props;
  return (
    <button type="button" className={styles.tab} {...(isOpen ? { 'aria-current': 'page' } : {})} onClick={onClick}>
      <bdi>{name}</bdi>
      {reach !== 'private' && <span className={styles.shared}>{reach === 'team' ? 'Team' : 'Shared'}</span>}
    </button>
  );
}

/** What was changed since the view was saved, and where it goes. */
function Changes(props: { state: ViewState; mayMake: boolean; onSaveAs: () => void }) {
  const { state, mayMake, onSaveAs } = props;
  const { view, isChanged, words, reset } = state;
  const save = useAction(editView, { refresh: [listViews] });
  if (!isChanged) return null;
  const keep = async (of: View) => {
    try {
      const params = { viewId: of.id };
      await save.mutateAsync({ params, body: fromWords(words), version: of.version });
      const { filter, sort, direction, columns, density } = of;
      say('The view is saved.', () =>
        save.mutateAsync({ params, body: { filter, sort, direction, columns, density }, version: of.version + 1 }),
      );
      state.open({ ...of, ...fromWords(words) });
    } catch (error) {
      sayProblem(error);
    }
  };
  return (
    <div className={styles.changes}>
      {view && <span className={styles.changed}>Not saved</span>}
      {view?.mayEdit && (
        <Button data-size="small" variant="light" loading={save.isPending} onClick={() => void keep(view)}>
          Save
        </Button>
      )}
      {mayMake && (
        <Button data-size="small" onClick={onSaveAs}>
          {view ? 'Save as …' : 'Save as a view'}
        </Button>
      )}
      {view && (
        <Button data-size="small" variant="subtle" onClick={reset}>
          Reset
        </Button>
      )}
    </div>
  );
}

function ViewMenu(props: { state: ViewState; view: View; onDialog: (dialog: 'new' | 'edit' | 'remove') => void }) {
  const { state, view, onDialog } = props;
  const { makeDefault, move } = useViewOrder(state);
  const place = state.views.findIndex(({ id }) => id === view.id);
  const run = (action: () => Promise<unknown>, said: string) => () => {
    action().then(() => say(said), sayProblem);
  };
  const copy = () => navigator.clipboard.writeText(linkTo(view));
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={`More about the view ${view.name}`}>
          <Icon name="dots" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {view.mayEdit && <Menu.Item onClick={() => onDialog('edit')}>Rename and share …</Menu.Item>}
        <Menu.Item onClick={() => onDialog('new')}>Save as another view …</Menu.Item>
        <Menu.Item onClick={run(copy, 'The link is copied.')}>Copy link</Menu.Item>
        {view.isDefault ? (
          <Menu.Item onClick={run(() => makeDefault(null), 'The table opens with everything again.')}>
            Do not open with it
          </Menu.Item>
        ) : (
          <Menu.Item onClick={run(() => makeDefault(view.id), 'The table opens with this view for you.')}>
            Open with it by default
          </Menu.Item>
        )}
        <Menu.Item disabled={place <= 0} onClick={run(() => move(view.id, -1), 'Moved to the left.')}>
          Move left
        </Menu.Item>
        <Menu.Item
          disabled={place === state.views.length - 1}
          onClick={run(() => move(view.id, 1), 'Moved to the right.')}
        >
          Move right
        </Menu.Item>
        {view.mayEdit && <Menu.Item onClick={() => onDialog('remove')}>Remove …</Menu.Item>}
      </Menu.Dropdown>
    </Menu>
  );
}

/** The view alone, without what is changed of it here. */
const linkTo = ({ id }: View) => `${window.location.origin}${window.location.pathname}?view=${id}`;

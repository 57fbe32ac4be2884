import { Modal, Switch } from '@mantine/core';
import { rooms } from './rooms.ts';
import styles from './shell.module.css';
import { pageKeys } from './shortcuts.ts';

export function ShortcutsDialog(props: {
  open: boolean;
  onClose: () => void;
  letters: boolean;
  onLetters: (on: boolean) => void;
}) {
  const control = /mac|iphone|ipad/i.test(navigator.userAgent) ? '⌘' : 'Ctrl';
  const rows: [string[], string][] = [
    [[control, 'K'], 'Search, or go anywhere'],
    ...rooms.map(({ key, name }): [string[], string] => [['G', key.toUpperCase()], `Go to ${name}`]),
    ...pageKeys().map(({ key, what }): [string[], string] => [[key.toUpperCase()], what]),
    [['?'], 'Show this list'],
    [['Esc'], 'Close what is open'],
  ];
  return (
    <Modal opened={props.open} onClose={props.onClose} title="Keyboard" closeButtonProps={{ 'aria-label': 'Close' }}>
      <dl className={styles.keys}>
        {rows.map(([keys, what]) => (
          <div key={what}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <Switch
        label="Keys without Ctrl"
        description="Switch them off if you speak to your computer or hit them by accident."
        checked={props.letters}
        onChange={(event) => props.onLetters(event.currentTarget.checked)}
      />
    </Modal>
  );
}

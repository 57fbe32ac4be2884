/** Text of a program to be copied: a snippet, a command, a key. `inline` stands in a row; else it keeps its lines. */
import { ActionIcon, Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import styles from './copy-code.module.css';
import { Icon } from './icon.tsx';

export function CopyCode({ label, value, inline = false }: { label: string; value: string; inline?: boolean }) {
  const clipboard = useClipboard({ timeout: 2500 });
  const name = `Copy ${label}`;
  if (inline) {
    return (
      <span className={styles.inline}>
        <code>{value}</code>
        <ActionIcon aria-label={name} title={name} onClick={() => clipboard.copy(value)}>
          <Icon name={clipboard.copied ? 'check' : 'copy'} />
        </ActionIcon>
        <span className={styles.spoken} role="status">
          {clipboard.copied ? 'Copied' : ''}
        </span>
      </span>
    );
  }
  return (
    <div className={styles.block}>
      <pre>
        <code>{value}</code>
      </pre>
      <Button data-size="small" onClick={() => clipboard.copy(value)} aria-label={name}>
        <span aria-live="polite">{clipboard.copied ? 'Copied' : 'Copy'}</span>
      </Button>
    </div>
  );
}

/** Something to be copied: a link, a key. Selected by a click, copied by its button, which says that it did. */
import { Button, TextInput } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import styles from './copy-field.module.css';

export function CopyField({ label, value, description }: { label: string; value: string; description?: string }) {
  const clipboard = useClipboard({ timeout: 2500 });
  return (
    <div className={styles.field}>
      <TextInput
        label={label}
        description={description}
        value={value}
        readOnly
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button onClick={() => clipboard.copy(value)} aria-label={`Copy ${label.toLocaleLowerCase()}`}>
        <span aria-live="polite">{clipboard.copied ? 'Copied' : 'Copy'}</span>
      </Button>
    </div>
  );
}

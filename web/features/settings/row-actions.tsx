/** What can be done with a row: a menu at its end on wide screens, buttons at the foot of its card on a phone. */
import { ActionIcon, Button, Menu } from '@mantine/core';
import { Icon } from '../../ui/icon.tsx';
import { useNarrow } from '../../ui/use-narrow.ts';

export type RowAction = { label: string; onClick: () => void; danger?: boolean };

export function RowActions({ of, actions }: { of: string; actions: RowAction[] }) {
  const narrow = useNarrow();
  if (actions.length === 0) return null;
  if (narrow) {
    return actions.map(({ label, onClick, danger }) => (
      <Button
        key={label}
        data-size="small"
        onClick={onClick}
        aria-label={`${label}: ${of}`}
        {...(danger ? { variant: 'outline', color: 'bad' } : {})}
      >
        {label}
      </Button>
    ));
  }
  return (
    <Menu position="bottom-end" width={200}>
      <Menu.Target>
        <ActionIcon aria-label={`Actions for ${of}`} title="Actions">
          <Icon name="dots" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {actions.map(({ label, onClick, danger }) => (
          <Menu.Item key={label} onClick={onClick} {...(danger ? { color: 'bad' } : {})}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

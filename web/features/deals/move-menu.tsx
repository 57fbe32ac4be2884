import { ActionIcon, Button, Menu } from '@mantine/core';
import { useState } from 'react';
import type { DealSummary } from '../../../src/features/deals/schema.ts';
import { Icon } from '../../ui/icon.tsx';
import { LoseDialog, WinDialog } from './close-dialogs.tsx';
import { useMove } from './use-move.ts';

type Stage = { key: string; name: string };

/** Where an open deal can go: a stage, won, or lost. It does all that dragging does. */
export function MoveMenu({
  deal,
  stages,
  small = false,
}: {
  deal: DealSummary;
  stages: readonly Stage[];
  small?: boolean;
}) {
  const move = useMove();
  const [ending, setEnding] = useState<'win' | 'lose' | null>(null);
  const close = () => setEnding(null);
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          {small ? (
            <ActionIcon variant="subtle" aria-label={`Move ${deal.name}`}>
              <Icon name="dots" />
            </ActionIcon>
          ) : (
            <Button rightSection={<Icon name="down" />}>Move</Button>
          )}
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>Move to</Menu.Label>
          {stages.map((stage) => (
            <Menu.Item key={stage.key} disabled={stage.key === deal.stage.key} onClick={() => void move(deal, stage)}>
              {stage.name}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item onClick={() => setEnding('win')}>Won</Menu.Item>
          <Menu.Item onClick={() => setEnding('lose')}>Lost</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <WinDialog deal={deal} open={ending === 'win'} onClose={close} />
      {ending === 'lose' && <LoseDialog deal={deal} onClose={close} />}
    </>
  );
}

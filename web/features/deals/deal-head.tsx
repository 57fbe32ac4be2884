/** Which deal it is, how far it has come, and what can be done with it. */
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { type Deal, deleteDeal, restoreDeal } from '../../../src/features/deals/schema.ts';
import { useFormat } from '../../format.ts';
import { useAction } from '../../queries.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Tag } from '../../ui/tag.tsx';
import record from '../people/record.module.css';
import { RemovedNotice } from '../people/removed-notice.tsx';
import { say, sayProblem } from '../settings/say.tsx';
import { LoseDialog, ReopenDialog, WinDialog } from './close-dialogs.tsx';
import { dealReads, kindNames, statusNames } from './deal-words.ts';
import styles from './deals.module.css';
import { MoveMenu } from './move-menu.tsx';

type Stage = { key: string; name: string };
type Dialog = 'win' | 'lose' | 'reopen' | 'remove';

export function DealHead({ deal, stages }: { deal: Deal; stages: readonly Stage[] }) {
  const format = useFormat();
  const [open, setOpen] = useState<Dialog | null>(null);
  const remove = useAction(deleteDeal, { refresh: dealReads });
  const restore = useAction(restoreDeal, { refresh: dealReads });
  const params = { dealId: deal.id };
  const bringBack = () => restore.mutateAsync({ params });
  const { account, owner, sdr, kind, status, lossReason, deletedAt, expectedClose, overdue } = deal;
  const mayAct = deal.mayEdit && deletedAt === null;
  const close = () => setOpen(null);
  return (
    <>
      {deletedAt && (
        <RemovedNotice
          at={deletedAt}
          busy={restore.isPending}
          {...(deal.mayEdit ? { onRestore: () => void bringBack().catch(sayProblem) } : {})}
        />
      )}
      <header className={record.head}>
        <div>
          <h2 className={record.name}>
            <bdi>{deal.name}</bdi>
          </h2>
          <p className={record.post}>
            {deal.amount ? format.money(deal.amount) : 'No amount'}
            {status === 'open' && expectedClose && (
              <>
                {', expected to close '}
                <span className={overdue ? styles.overdue : undefined}>
                  {format.day(expectedClose)}
                  {overdue && ' (overdue)'}
                </span>
              </>
            )}
            {account && (
              <>
                {', '}
                <Link to="/companies/$accountId" params={{ accountId: account.id }} className="link">
                  <bdi>{account.name}</bdi>
                </Link>
              </>
            )}
          </p>
          <p className={record.facts}>
            <Tag>{statusNames[status]}</Tag>
            {lossReason && <Tag>Reason: {lossReason.name}</Tag>}
            <Tag>{kindNames[kind]}</Tag>
            <Tag>{owner ? `Owner: ${owner.name}` : 'Nobody owns this deal'}</Tag>
            {sdr && <Tag>Found by {sdr.name}</Tag>}
          </p>
        </div>
        {mayAct && (
          <div className={record.actions}>
            {status === 'open' ? (
              <>
                <Button variant="filled" onClick={() => setOpen('win')}>
                  Won
                </Button>
                <Button onClick={() => setOpen('lose')}>Lost</Button>
                <MoveMenu deal={deal} stages={stages} />
              </>
            ) : (
              <Button onClick={() => setOpen('reopen')}>Open again</Button>
            )}
            <Button onClick={() => setOpen('remove')}>Remove</Button>
          </div>
        )}
      </header>
      <StagePath deal={deal} stages={stages} />
      <WinDialog deal={deal} open={open === 'win'} onClose={close} />
      {open === 'lose' && <LoseDialog deal={deal} onClose={close} />}
      {open === 'reopen' && <ReopenDialog deal={deal} onClose={close} />}
      <ConfirmDialog
        open={open === 'remove'}
        onClose={close}
        title="Remove this deal?"
        confirm="Remove"
        action={async () => {
          await remove.mutateAsync({ params });
          say('The deal is removed.', bringBack);
        }}
      >
        It leaves every list and every sum. Open handoffs go on without it, its people stay where they are, and it can
        be restored.
      </ConfirmDialog>
    </>
  );
}

function StagePath({ deal, stages }: { deal: Deal; stages: readonly Stage[] }) {
  const at = stages.findIndex(({ key }) => key === deal.stage.key);
  const isWon = deal.status === 'won';
  const { stageSince } = deal;
  const format = useFormat();
  const since = stageSince && deal.status === 'open' ? ` since ${format.date(stageSince)}` : '';
  return (
    <>
      <ol className={`${record.path} sales`} aria-label="Stages of the deal">
        {stages.map(({ key, name }, index) => (
          <li
            key={key}
            className={isWon || index < at ? record.done : index === at ? record.now : undefined}
            {...(index === at && !isWon ? { 'aria-current': 'step' as const } : {})}
          >
            {name}
          </li>
        ))}
      </ol>
      <p className={`${record.stageLine} sub`}>
        {isWon ? 'Won' : deal.status === 'lost' ? `Lost at ${deal.stage.name}` : `At ${deal.stage.name}${since}`}
      </p>
    </>
  );
}

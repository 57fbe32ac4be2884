/** What is known of a deal, edited in its place. */
import { Button } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { Deal } from '../../../src/features/deals/schema.ts';
import { Card } from '../../ui/card.tsx';
import { TimeText } from '../../ui/time-text.tsx';
import record from '../people/record.module.css';
import { Amount } from './amount.tsx';
import { CloseDay } from './close-day.tsx';
import { kindNames, requirementNames } from './deal-words.ts';
import { EditDealForm } from './edit-deal-form.tsx';

export function DealFacts({ deal }: { deal: Deal }) {
  const { edit } = useSearch({ from: '/signed-in/deals/$dealId' });
  const navigate = useNavigate();
  const params = { dealId: deal.id };
  const setEditing = (is: boolean) =>
    void navigate({ to: '/deals/$dealId', params, search: is ? { edit: 'yes' } : {}, replace: true });
  const mayEdit = deal.mayEdit && deal.deletedAt === null;
  const isEditing = edit === 'yes' && mayEdit;
  const facts = [
    ['Amount', <Amount key="amount" deal={deal} />],
    [deal.status === 'open' ? 'Expected close' : 'Closed', <CloseDay key="close" deal={deal} />],
    ['Company', deal.account?.name ?? 'None'],
    ['Kind', kindNames[deal.kind]],
    ['Owner', deal.owner?.name ?? 'Nobody'],
    ['Found by', deal.sdr?.name ?? 'Not said'],
    ...Object.entries(deal.fields).map(([key, value]): [string, string] => [key, String(value)]),
  ] as const;
  return (
    <Card
      title="What is known"
      aside={
        mayEdit &&
        !isEditing && (
          <Button data-size="small" onClick={() => setEditing(true)}>
            Edit
          </Button>
        )
      }
    >
      {isEditing ? (
        <EditDealForm deal={deal} onClose={() => setEditing(false)} />
      ) : (
        <>
          <dl className={record.pairs}>
            {facts.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>
                  <bdi className={record.long}>{value}</bdi>
                </dd>
              </div>
            ))}
            {deal.openedAt && (
              <div>
                <dt>Opened</dt>
                <dd>
                  <TimeText at={deal.openedAt} as="date" />
                </dd>
              </div>
            )}
          </dl>
          <Missing deal={deal} />
        </>
      )}
    </Card>
  );
}

/** What winning still needs. */
function Missing({ deal }: { deal: Deal }) {
  const missing = deal.missing.won ?? [];
  if (deal.status !== 'open' || missing.length === 0) return null;
  return (
    <div className={record.needs}>
      <h4>Before it is won it needs</h4>
      <ul>
        {missing.map((one) => (
          <li key={one}>{requirementNames[one]}</li>
        ))}
      </ul>
    </div>
  );
}

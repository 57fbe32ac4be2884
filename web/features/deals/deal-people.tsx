/** The people of a deal, each with the part they play when it is decided. */
import { Button, Select } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { type BuyingRole, buyingRoles } from '../../../src/core/buying-role.ts';
import { type Deal, putDealContact, removeDealContact } from '../../../src/features/deals/schema.ts';
import { useAction } from '../../queries.ts';
import { Card } from '../../ui/card.tsx';
import { nameOf, useVocabulary } from '../../vocabulary.ts';
import { say, sayProblem } from '../settings/say.tsx';
import { dealReads } from './deal-words.ts';
import styles from './deals.module.css';
import { PersonSelect } from './record-selects.tsx';

const roleChoices = buyingRoles.map((role) => ({ value: role, label: nameOf([], role) }));
const readRole = (value: string | null): BuyingRole | null => buyingRoles.find((role) => role === value) ?? null;

export function DealPeople({ deal }: { deal: Deal }) {
  const put = useAction(putDealContact, { refresh: dealReads });
  const remove = useAction(removeDealContact, { refresh: dealReads });
  const vocabulary = useVocabulary();
  const [adding, setAdding] = useState(false);
  const { contacts, otherPeople } = deal;
  const mayEdit = deal.mayEdit && deal.deletedAt === null;
  const save = (contactId: string, role: BuyingRole | null) =>
    put.mutateAsync({ params: { dealId: deal.id, contactId }, body: { role } });
  const takeOff = async ({ id, name, role }: Deal['contacts'][number]) => {
    await remove.mutateAsync({ params: { dealId: deal.id, contactId: id } });
    say(`${name || 'The person'} is off the deal.`, () => save(id, role));
  };
  return (
    <Card
      title="People"
      aside={
        mayEdit &&
        !adding && (
          <Button data-size="small" onClick={() => setAdding(true)}>
            Add a person
          </Button>
        )
      }
    >
      <ul className={styles.rows}>
        {contacts.map((person) => (
          <li key={person.id} className={styles.person}>
            <span>
              <Link to="/people/$contactId" params={{ contactId: person.id }} className="link">
                <bdi>{person.name || 'No name'}</bdi>
              </Link>
              <span className="cap">
                {[person.title, person.stage && nameOf(vocabulary?.stages ?? [], person.stage)]
                  .filter(Boolean)
                  .join(', ')}
              </span>
            </span>
            {mayEdit ? (
              <Select
                aria-label={`Role of ${person.name}`}
                placeholder="No role said"
                data={roleChoices}
                clearable
                clearButtonProps={{ 'aria-label': `Clear the role of ${person.name}` }}
                value={person.role}
                onChange={(value) => void save(person.id, readRole(value)).catch(sayProblem)}
              />
            ) : (
              <span>{person.role ? nameOf([], person.role) : 'No role said'}</span>
            )}
            {mayEdit && (
              <Button data-size="small" variant="subtle" onClick={() => void takeOff(person).catch(sayProblem)}>
                Take off
              </Button>
            )}
          </li>
        ))}
      </ul>
      {contacts.length === 0 && otherPeople === 0 && <p className="sub">Nobody is on this deal yet.</p>}
      {otherPeople > 0 && (
        <p className="sub">
          {otherPeople === 1 ? 'One more person is' : `${otherPeople} more people are`} out of your reach.
        </p>
      )}
      {adding && (
        <PersonSelect
          label="Add"
          value={null}
          except={contacts.map(({ id }) => id)}
          onChange={(id) => {
            if (id === null) return;
            setAdding(false);
            void save(id, null).catch(sayProblem);
          }}
        />
      )}
    </Card>
  );
}

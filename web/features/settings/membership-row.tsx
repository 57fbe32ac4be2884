/** A member of a team whose weight and cap are changed in place, and the line that adds one. */
import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { listMembers } from '../../../src/features/members/schema.ts';
import {
  endMembership,
  listMemberships,
  listTeams,
  type Membership,
  setMembership,
  type Team,
} from '../../../src/features/teams/schema.ts';
import { ApiError, call } from '../../api.ts';
import { queryClient, useAction } from '../../queries.ts';
import { FormProblem, faultsOf } from '../../ui/form.tsx';
import { TimeText } from '../../ui/time-text.tsx';
import { MemberSelect } from './member-select.tsx';
import { say, sayProblem } from './say.tsx';
import styles from './team.module.css';

const refresh = [listTeams, listMembers, listMemberships];
const refreshAll = () => Promise.all(refresh.map(({ id }) => queryClient.invalidateQueries({ queryKey: [id] })));

/** What is typed; null where it is no whole number. An empty cap is no limit. */
const readWeight = (text: string) => (/^\d+$/.test(text.trim()) ? Number(text) : Number.NaN);
const readCap = (text: string) => (text.trim() === '' ? null : readWeight(text));

const sentences = { weight: 'A whole number from 0 to 1000.', cap: 'A whole number up to 10000, or nothing.' };

export function MembershipRow({ team, membership, share }: { team: Team; membership: Membership; share: string }) {
  const { memberId, name, weight, cap, from } = membership;
  const end = useAction(endMembership, { refresh });
  const params = { teamId: team.id, memberId };
  const remove = async () => {
    try {
      await end.mutateAsync({ params });
      say(`${name} is no longer in ${team.name}.`, async () => {
        await call(setMembership, { params, body: { weight, cap } });
        await refreshAll();
      });
    } catch (error) {
      sayProblem(error);
    }
  };
  return (
    <tr>
      <th scope="row">
        {name}
        <small>
          since <TimeText at={from} as="date" />
        </small>
      </th>
      <td data-name="Weight">
        <Term key={`w${weight}`} team={team} membership={membership} field="weight" />
      </td>
      <td data-name="Share">{share}</td>
      <td data-name="Cap">
        <Term key={`c${cap}`} team={team} membership={membership} field="cap" />
      </td>
      <td className={styles.end}>
        <Button
          data-size="small"
          variant="subtle"
          onClick={() => void remove()}
          loading={end.isPending}
          aria-label={`Remove ${name} from ${team.name}`}
        >
          Remove
        </Button>
      </td>
    </tr>
  );
}

/** Saved when one leaves the field or presses Enter; Escape brings back what is saved. */
function Term(props: { team: Team; membership: Membership; field: 'weight' | 'cap' }) {
  const { team, membership, field } = props;
  const { memberId, name, weight, cap } = membership;
  const saved = String(membership[field] ?? '');
  const [typed, setTyped] = useState(saved);
  const [fault, setFault] = useState<string | null>(null);
  const set = useAction(setMembership, { refresh });
  const save = async () => {
    if (typed.trim() === saved) return setFault(null);
    const body = field === 'weight' ? { weight: readWeight(typed), cap } : { weight, cap: readCap(typed) };
    if (Object.keys(faultsOf(setMembership.body, body)).length > 0) return setFault(sentences[field]);
    setFault(null);
    const params = { teamId: team.id, memberId };
    try {
      await set.mutateAsync({ params, body });
      say(`${name}: ${field} ${typed.trim() || 'without limit'} from now on.`, async () => {
        await call(setMembership, { params, body: { weight, cap } });
        await refreshAll();
      });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setFault(error.message);
    }
  };
  return (
    <TextInput
      aria-label={`${field === 'weight' ? 'Weight' : 'Cap'} of ${name} in ${team.name}`}
      className={styles.term}
      inputMode="numeric"
      placeholder={field === 'cap' ? 'No limit' : ''}
      value={typed}
      error={fault}
      disabled={set.isPending}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={() => void save()}
      onKeyDown={(event) => {
        if (event.key === 'Enter') void save();
        if (event.key === 'Escape') {
          setTyped(saved);
          setFault(null);
        }
      }}
    />
  );
}

/** Opened by a button: most of the time nobody joins. */
export function AddMembership({ team }: { team: Team }) {
  const [open, setOpen] = useState(false);
  if (open) return <AddForm team={team} onClose={() => setOpen(false)} />;
  return (
    <div className={styles.adding}>
      <Button data-size="small" onClick={() => setOpen(true)} aria-label={`Add a member to ${team.name}`}>
        Add a member
      </Button>
    </div>
  );
}

function AddForm({ team, onClose }: { team: Team; onClose: () => void }) {
  const [memberId, setMemberId] = useState<string | null>(null);
  const [weight, setWeight] = useState('1');
  const [cap, setCap] = useState('');
  const [faults, setFaults] = useState<Record<string, string>>({});
  const [problem, setProblem] = useState<ApiError | null>(null);
  const set = useAction(setMembership, { refresh });
  const add = async () => {
    const body = { weight: readWeight(weight), cap: readCap(cap) };
    const wrong = Object.keys(faultsOf(setMembership.body, body));
    const found = {
      ...(memberId ? {} : { member: 'Choose who joins.' }),
      ...(wrong.includes('weight') ? { weight: sentences.weight } : {}),
      ...(wrong.includes('cap') ? { cap: sentences.cap } : {}),
    };
    setFaults(found);
    setProblem(null);
    if (!memberId || Object.keys(found).length > 0) return;
    try {
      await set.mutateAsync({ params: { teamId: team.id, memberId }, body });
      setMemberId(null);
      setWeight('1');
      setCap('');
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblem(error);
    }
  };
  return (
    <form
      className={styles.add}
      noValidate
      aria-label={`Add a member to ${team.name}`}
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <MemberSelect
        label="Who joins"
        value={memberId}
        onChange={setMemberId}
        department={team.department}
        suits={(id) => team.members.every((each) => each.memberId !== id)}
        error={faults.member}
      />
      <TextInput
        label="Weight"
        inputMode="numeric"
        value={weight}
        onChange={(event) => setWeight(event.currentTarget.value)}
        error={faults.weight}
      />
      <TextInput
        label="Cap"
        inputMode="numeric"
        placeholder="No limit"
        value={cap}
        onChange={(event) => setCap(event.currentTarget.value)}
        error={faults.cap}
      />
      <Button type="submit" loading={set.isPending}>
        Add
      </Button>
      <Button variant="subtle" onClick={onClose}>
        Close
      </Button>
      {problem && (
        <div className={styles.wide}>
          <FormProblem problem={problem} />
        </div>
      )}
    </form>
  );
}

/** The companies that both sides want, by tier, with who proposed each and what the other side objects. They are part of the signed text. */
import { Button, Modal, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { useState } from 'react';
import { listTargets, objectTarget, type Target } from '../../../src/features/clauses/schema.ts';
import { queryOf, useAction } from '../../queries.ts';
import { departmentClass } from '../../ui/department.ts';
import { FormProblem, useServerForm } from '../../ui/form.tsx';
import { FormActions } from '../../ui/form-actions.tsx';
import { Half } from '../../ui/half.tsx';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import { sayProblem } from '../settings/say.tsx';
import room from './agreement.module.css';
import type { Clause } from './articles.ts';
import { ClauseNumber } from './clause.tsx';
import { useRoom } from './room.ts';
import styles from './tables.module.css';
import { TalkButton } from './talk-button.tsx';

/** More than these are behind a summary, so that the contract can be read on. */
const mostOpen = 12;

export function TargetTable({ clauses }: { clauses: readonly Clause[] }) {
  const { versionId } = useRoom();
  const target = decodeURIComponent(useLocation().hash);
  const { data, error, refetch } = useQuery(queryOf(listTargets, { params: { versionId } }));
  if (clauses.length === 0) return null;
  if (error)
    return <ErrorState error={error} what="The target companies could not be loaded." retry={() => void refetch()} />;
  if (!data) return <LoadingState lines={Math.min(clauses.length, 4)} label="Loading the target companies" />;
  const rows = [...data.data].sort((a, b) => a.tier - b.tier || a.domain.localeCompare(b.domain));
  const table = (
    <table className={styles.targets}>
      <thead>
        <tr>
          <th scope="col" className={styles.wordNumber}>
            <span className={room.hidden}>Clause</span>
          </th>
          <th scope="col">Target company</th>
          <th scope="col">Tier</th>
          <th scope="col">Proposed by</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const clause = clauses.find(({ path }) => path === `targetAccounts.rows.${row.domain}`);
          if (!clause) return null;
          return (
            <tr key={row.domain} id={clause.anchor} data-target={target === clause.anchor || undefined}>
              <td className={styles.wordNumber}>
                <ClauseNumber clause={clause} />
              </td>
              <td>
                {row.name ?? row.domain} {row.name && <span className="cap">{row.domain}</span>}
              </td>
              <td className="num">{row.tier}</td>
              <td>
                <Said target={row} />
                <TalkButton path={clause.path} number={clause.number} name={row.domain} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
  if (rows.length <= mostOpen) return table;
  return (
    <details className={styles.more} open={target.startsWith('targetAccounts.rows.') || undefined}>
      <summary>All {rows.length} target companies</summary>
      {table}
    </details>
  );
}

/** Who wants it and why, and what the other side holds against it. */
function Said({ target }: { target: Target }) {
  const { versionId } = useRoom();
  const [objecting, setObjecting] = useState(false);
  const object = useAction(objectTarget, { refresh: [listTargets] });
  const { proposal, objection, mayObject, domain } = target;
  const takeBack = () => {
    object.mutateAsync({ params: { versionId }, body: { domain, text: null } }).catch(sayProblem);
  };
  return (
    <div className={styles.targetSaid}>
      {proposal ? (
        <p className={departmentClass[proposal.for]}>
          <Half department={proposal.for} /> <bdi>{proposal.by.name}</bdi>
          {proposal.reason && (
            <span className="sub">
              : <bdi>{proposal.reason}</bdi>
            </span>
          )}
        </p>
      ) : (
        <p className="cap">Came with the text</p>
      )}
      {objection && (
        <p className={styles.objection}>
          <b>
            <bdi>{objection.by.name}</bdi> objects:
          </b>{' '}
          <bdi>{objection.text}</bdi>
        </p>
      )}
      {mayObject && (
        <Button
          data-size="small"
          variant="subtle"
          onClick={objection ? takeBack : () => setObjecting(true)}
          loading={object.isPending}
        >
          {objection ? 'Take the objection back' : 'Object'}
        </Button>
      )}
      {objecting && <ObjectDialog domain={domain} onClose={() => setObjecting(false)} />}
    </div>
  );
}

function ObjectDialog({ domain, onClose }: { domain: string; onClose: () => void }) {
  const { versionId } = useRoom();
  const object = useAction(objectTarget, { refresh: [listTargets] });
  const form = useServerForm({
    initial: { text: '' },
    check: ({ text }) => (text.trim() ? {} : { text: 'Please say why.' }),
    send: async ({ text }) => {
      await object.mutateAsync({ params: { versionId }, body: { domain, text } });
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} title={`Object to ${domain}`} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={form.onSubmit} noValidate className="stack">
        <FormProblem problem={form.problem} />
        <Textarea
          label="Why it should not be a target"
          required
          autosize
          minRows={2}
          data-autofocus
          {...form.fields.getInputProps('text')}
        />
        <FormActions busy={form.busy} others={<Button onClick={onClose}>Cancel</Button>}>
          Object
        </FormActions>
      </form>
    </Modal>
  );
}

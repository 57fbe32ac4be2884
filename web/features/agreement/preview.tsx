/** Before anybody is bound: how many would qualify at once by this text, and for whom. */
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { AgreementVersion } from '../../../src/features/agreements/schema.ts';
import { getRehearsal, type Rehearsal, startRehearsal } from '../../../src/features/rehearsals/schema.ts';
import { ApiError } from '../../api.ts';
import { useFormat } from '../../format.ts';
import { queryOf, useAction } from '../../queries.ts';
import { may, useSession } from '../../session.ts';
import { sayProblem } from '../settings/say.tsx';
import styles from './preview.module.css';

const lookEvery = 1_000;
const isUnderWay = (rehearsal: Rehearsal | null | undefined) =>
  rehearsal?.status === 'waiting' || rehearsal?.status === 'running';

export function Preview({ version }: { version: AgreementVersion }) {
  const { member } = useSession();
  const isAllowed = may(member.role, getRehearsal) || member.actsFor.length > 0;
  const { data } = useQuery({
    ...queryOf(getRehearsal, { params: { versionId: version.id } }),
    enabled: isAllowed,
    refetchInterval: ({ state }) => (isUnderWay(state.data?.data) ? lookEvery : false),
    retry: (failures, error) => failures < 2 && !(error instanceof ApiError && error.status < 500),
  });
  const start = useAction(startRehearsal, { refresh: [getRehearsal] });
  if (!isAllowed || !data) return null;
  const rehearsal = data.data;
  const begin = () => {
    start.mutateAsync({ params: { versionId: version.id } }).catch(sayProblem);
  };
  const busy = start.isPending || isUnderWay(rehearsal);
  return (
    <section className={styles.preview} aria-label="Who would qualify at once">
      <h4>Who would qualify at once</h4>
      {busy ? (
        <p role="status" className="sub">
          {rehearsal && isUnderWay(rehearsal) && rehearsal.people > 0
            ? `${rehearsal.judged} of ${rehearsal.people} people are judged by this text.`
            : 'Everybody is judged by this text. Nothing of it is kept.'}
        </p>
      ) : rehearsal?.status === 'done' && rehearsal.result && !rehearsal.isOutdated ? (
        <Result rehearsal={rehearsal} result={rehearsal.result} />
      ) : (
        <p className="sub">
          {rehearsal?.status === 'failed'
            ? 'It could not be worked out. Try it again.'
            : rehearsal?.isOutdated
              ? 'The text was changed since it was last worked out.'
              : 'Everybody is judged by this text, and nobody is told or handed over.'}
        </p>
      )}
      {!busy && (rehearsal?.status !== 'done' || rehearsal.isOutdated) && (
        <Button data-size="small" onClick={begin}>
          Work it out
        </Button>
      )}
    </section>
  );
}

function Result({ rehearsal, result }: { rehearsal: Rehearsal; result: NonNullable<Rehearsal['result']> }) {
  const format = useFormat();
  const { draft, perRep, queued, changes, label } = result;
  return (
    <>
      <p>
        <b className={styles.figure}>{format.number(draft.qualified)}</b>{' '}
        {draft.qualified === 1 ? 'person qualifies' : 'people qualify'} by this text
        {rehearsal.against && (
          <>
            : {format.number(changes.newly)} new, {format.number(changes.noLonger)} no longer, against version{' '}
            {rehearsal.against.number}
          </>
        )}
        .{draft.incomplete > 0 && ` ${format.number(draft.incomplete)} more wait for information that Marketing owes.`}
      </p>
      {perRep.length > 0 && (
        <table className={styles.reps}>
          <thead>
            <tr>
              <th scope="col">Rep</th>
              <th scope="col">Open now</th>
              <th scope="col">At once</th>
              <th scope="col">Cap</th>
            </tr>
          </thead>
          <tbody>
            {perRep.map(({ memberId, name, open, added, cap }) => (
              <tr key={memberId}>
                <th scope="row">
                  <bdi>{name}</bdi>
                </th>
                <td>{format.number(open)}</td>
                <td>+{format.number(added)}</td>
                <td>{cap === null ? 'none' : format.number(cap)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {queued > 0 && (
        <p className="sub">
          {queued === 1 ? 'One more person finds' : `${format.number(queued)} more people find`} nobody below their cap
          and would wait.
        </p>
      )}
      <p className="cap">
        {label.charAt(0).toLocaleUpperCase() + label.slice(1)}
        {rehearsal.finishedAt && `, worked out on ${format.dateTime(rehearsal.finishedAt)}`}.
      </p>
    </>
  );
}

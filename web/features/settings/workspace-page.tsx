/** The company: name, money, time, language, what members see, and who stands for each department. */
import { useQuery } from '@tanstack/react-query';
import { createSample } from '../../../src/features/samples/schema.ts';
import { editWorkspace, getWorkspace, type Workspace } from '../../../src/features/workspaces/schema.ts';
import { useFormat } from '../../format.ts';
import { queryOf } from '../../queries.ts';
import { may, useSession } from '../../session.ts';
import { Card } from '../../ui/card.tsx';
import { languageChoices } from '../../ui/choices.ts';
import { PageHead } from '../../ui/page-head.tsx';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import { PagesCard } from '../notifications/pages-card.tsx';
import { SampleCard } from '../sample/sample-card.tsx';
import { Departments } from './departments.tsx';
import styles from './settings.module.css';
import { visibilityMeaning, visibilityName } from './words.ts';
import { WorkspaceForm } from './workspace-form.tsx';

export function WorkspacePage() {
  const { member, workspace } = useSession();
  const { data, error, refetch } = useQuery(queryOf(getWorkspace, {}));
  return (
    <>
      <PageHead
        title={data?.name ?? 'Workspace'}
        lead="Marketing on the left, Sales on the right, and what both of them go by."
      />
      <Departments />
      <div className={styles.section}>
        <Card title="What both go by">
          {data ? (
            may(member.role, editWorkspace) ? (
              <WorkspaceForm workspace={data} />
            ) : (
              <Facts workspace={data} />
            )
          ) : error ? (
            <ErrorState error={error} what="The workspace could not be loaded." retry={() => void refetch()} />
          ) : (
            <LoadingState lines={6} label="Loading the workspace" />
          )}
        </Card>
      </div>
      <div className={styles.section}>
        <PagesCard />
      </div>
      {may(member.role, createSample) && !workspace.sample && (
        <div className={styles.section}>
          <SampleCard />
        </div>
      )}
    </>
  );
}

/** For members who may not change it. */
function Facts({ workspace }: { workspace: Workspace }) {
  const { locale } = useFormat();
  const language = languageChoices(locale, workspace.locale).find(({ value }) => value === workspace.locale);
  const start = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', timeZone: 'UTC' });
  const facts = [
    ['Name', workspace.name],
    ['Currency', workspace.currency],
    ['Time zone', workspace.zone.replaceAll('_', ' ')],
    ['Dates and numbers as in', language?.label ?? workspace.locale],
    ['Fiscal year begins on', start.format(new Date(`2026-${workspace.fiscalStart}T00:00:00Z`))],
    [
      'Time to find somebody for a lead',
      `${workspace.queueHours} business ${workspace.queueHours === 1 ? 'hour' : 'hours'}`,
    ],
    ['Members see', `${visibilityName[workspace.visibility]}. ${visibilityMeaning[workspace.visibility]}`],
  ] as const;
  return (
    <div className="stack">
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className="cap">Admins can change this.</p>
    </div>
  );
}

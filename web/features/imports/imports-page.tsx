/** Imports: every file that was brought in, by whom, what became of it, and until when it can be undone. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { listAudit } from '../../../src/features/audit/schema.ts';
import { type Import, listImports, uploadFile } from '../../../src/features/imports/schema.ts';
import { now } from '../../clock.ts';
import { type Format, useFormat } from '../../format.ts';
import { queryOf, usePages } from '../../queries.ts';
import { may, useSession } from '../../session.ts';
import { Card } from '../../ui/card.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { TimeText } from '../../ui/time-text.tsx';
import { Verdict } from '../../ui/verdict.tsx';
import shared from '../settings/settings.module.css';
import { isWorking, kindName, presetName, statusLook } from './import-words.ts';
import styles from './imports.module.css';
import { Meter } from './meter.tsx';
import { NotAllowed } from './not-allowed.tsx';

const every = 2_000;

export function ImportsPage() {
  const { member } = useSession();
  return may(member.role, listImports) ? <Imports /> : <NotAllowed />;
}

function Imports() {
  const format = useFormat();
  const { member } = useSession();
  const list = usePages(listImports, { query: { limit: 50 } }, { every });
  const who = useUploaders();
  const bring = may(member.role, uploadFile) && (
    <LinkButton variant="filled" to="/settings/imports/new">
      Import a file
    </LinkButton>
  );
  return (
    <>
      <PageHead
        title={titleOf(list.rows)}
        lead="Files of people, companies, deals and what happened. As history, the usual way, they open no handoff, no clock and no notification."
        actions={bring}
      />
      <Card flush>
        <DataTable
          label="Imports"
          list={list}
          columns={columnsFor(format, who)}
          rowKey={({ id }) => id}
          empty={
            <EmptyState title="No file was brought in yet" action={bring}>
              Exports of HubSpot, Salesforce, Pipedrive, Mautic and Facebook lead ads are known by their headers; of any
              other file you say what its columns mean. Nothing is brought in before you have seen what it would do.
            </EmptyState>
          }
        />
      </Card>
    </>
  );
}

function titleOf(rows: Import[] | undefined): string {
  const running = rows?.filter(({ status }) => status === 'running').length ?? 0;
  if (running === 0) return 'Imports';
  return running === 1 ? 'One import is running' : `${running} imports are running`;
}

/** Who uploaded each file, by the audit log; imports do not say it themselves. */
function useUploaders(): ReadonlyMap<string, string> {
  const { data } = useQuery(queryOf(listAudit, { query: { object: 'import', verb: 'import.uploaded', limit: 200 } }));
  return new Map(
    data?.data.flatMap(({ objectId, actor }) => (objectId && actor.name ? [[objectId, actor.name] as const] : [])),
  );
}

function columnsFor(format: Format, who: ReadonlyMap<string, string>): Column<Import>[] {
  return [
    {
      key: 'name',
      header: 'File',
      main: true,
      cell: ({ id, name, kind, preset, how }) => (
        <span className={shared.named}>
          <Link to="/settings/imports/$importId" params={{ importId: id }} className="link">
            <bdi>{name}</bdi>
          </Link>
          <small>
            {[kindName(kind), presetName(preset), how === 'live' ? 'Live' : ''].filter(Boolean).join(' · ')}
          </small>
        </span>
      ),
    },
    { key: 'status', header: 'Status', cell: (row) => <Status row={row} format={format} /> },
    { key: 'rows', header: 'Rows', align: 'end', cell: ({ rowCount }) => format.number(rowCount) },
    { key: 'made', header: 'Became', cell: (row) => <Became row={row} format={format} /> },
    {
      key: 'when',
      header: 'Uploaded',
      cell: ({ id, createdAt }) => (
        <span className={shared.named}>
          <TimeText at={createdAt} />
          {who.get(id) && (
            <small>
              by <bdi>{who.get(id)}</bdi>
            </small>
          )}
        </span>
      ),
    },
    {
      key: 'undo',
      header: 'Undo until',
      cell: ({ undoUntil }) =>
        undoUntil && undoUntil > now().toISOString() ? (
          <TimeText at={undoUntil} as="date" />
        ) : (
          <span className="cap">–</span>
        ),
    },
  ];
}

function Status({ row, format }: { row: Import; format: Format }) {
  const { words, is } = statusLook(row);
  if (row.status === 'running') {
    const share = row.rowCount > 0 ? row.done / row.rowCount : 0;
    return <Meter label={`Progress of ${row.name}`} share={share} words={`Running, ${format.percent(share)}`} />;
  }
  return (
    <span className={isWorking(row.status) ? styles.working : undefined}>
      <Verdict is={is}>{words}</Verdict>
    </span>
  );
}

/** The counts that are not zero, the telling ones first. */
function Became({ row: { counts, startedAt }, format }: { row: Import; format: Format }) {
  if (startedAt === null) return <span className="cap">Nothing yet</span>;
  const parts = [
    [counts.created, 'created'],
    [counts.updated, 'updated'],
    [counts.unchanged, 'unchanged'],
    [counts.skipped, 'skipped'],
    [counts.faults, 'refused'],
  ] as const;
  const said = parts.flatMap(([count, word]) => (count > 0 ? [`${format.number(count)} ${word}`] : []));
  return <span className={styles.became}>{said.join(', ') || 'Nothing yet'}</span>;
}

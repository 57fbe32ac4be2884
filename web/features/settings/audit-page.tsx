/** The audit log: every change, readable, filtered by the address, exported as it is filtered. */
import { Button } from '@mantine/core';
import { addDays } from '../../../src/core/calendar/hours.ts';
import { Day, Id } from '../../../src/core/wire.ts';
import { type AuditFilter, exportAudit, listAudit } from '../../../src/features/audit/schema.ts';
import { addressOf } from '../../api.ts';
import { useFormat } from '../../format.ts';
import { usePages } from '../../queries.ts';
import { Card } from '../../ui/card.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import styles from './audit.module.css';
import { AuditLine } from './audit-entry.tsx';
import { AuditFilters, auditNames } from './audit-filters.tsx';
import { useFilters } from './use-filters.ts';
import { toInstant } from './zoned.ts';

export function AuditPage() {
  const { zone } = useFormat();
  const [filters] = useFilters(auditNames);
  const query = filterOf(filters, zone);
  return (
    <>
      <PageHead
        title="Every change, and who made it"
        lead="Nothing here can be changed or removed. Personal values are erased only where the law asks for it, and that is recorded too."
        actions={
          <Button component="a" href={addressOf(exportAudit, { query })} download>
            Export as CSV
          </Button>
        }
      />
      <Card flush>
        <AuditFilters />
        <Entries query={query} isFiltered={Object.keys(query).length > 0} />
      </Card>
    </>
  );
}

/** From the words of the address to what the server understands; what makes no sense is left out. */
function filterOf(filters: Partial<Record<(typeof auditNames)[number], string>>, zone: string): AuditFilter {
  const { object, objectId, actor, verb, from, to } = filters;
  return {
    ...(object ? { object: object.slice(0, 50) } : {}),
    ...(objectId ? { objectId: objectId.slice(0, 100) } : {}),
    ...(Id.safeParse(actor).success ? { actorId: actor } : {}),
    ...(verb ? { verb: verb.slice(0, 60) } : {}),
    ...(from && Day.safeParse(from).success ? { from: toInstant(from, '', zone) } : {}),
    ...(to && Day.safeParse(to).success ? { to: toInstant(addDays(to, 1), '', zone) } : {}),
  };
}

function Entries({ query, isFiltered }: { query: AuditFilter; isFiltered: boolean }) {
  const { rows, error, reload, more } = usePages(listAudit, { query });
  if (!rows) {
    return error ? (
      <ErrorState error={error} what="The audit log could not be loaded." retry={reload} />
    ) : (
      <LoadingState lines={8} label="Loading the audit log" />
    );
  }
  if (rows.length === 0) {
    return (
      <EmptyState title={isFiltered ? 'Nothing fits' : 'No changes yet'}>
        {isFiltered ? 'No change fits these filters. Clear one of them.' : 'The first change will stand here.'}
      </EmptyState>
    );
  }
  return (
    <>
      <ul className={styles.entries} aria-label="Changes, the newest first">
        {rows.map((entry) => (
          <AuditLine key={entry.id} entry={entry} />
        ))}
      </ul>
      {error && <ErrorState error={error} what="The rest could not be loaded." retry={reload} />}
      {more && (
        <div className={styles.more}>
          <span className="cap" aria-live="polite">
            The newest {rows.length} are shown.
          </span>
          <Button data-size="small" onClick={more.load} loading={more.busy}>
            Load more
          </Button>
        </div>
      )}
    </>
  );
}

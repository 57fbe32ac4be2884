/** The values of a record before and after a change. */
import type { ReactNode } from 'react';
import { Id } from '../../../src/core/wire.ts';
import type { AuditEntry } from '../../../src/features/audit/schema.ts';
import { TimeText } from '../../ui/time-text.tsx';
import styles from './audit.module.css';
import { fieldText } from './audit-words.ts';
import { MemberName } from './member-select.tsx';

const erased = '[erased]';
const memberFields = new Set(['memberId', 'headId', 'deputyId', 'leadId', 'coverId', 'successorId', 'replacesId']);

export function AuditValues({ entry }: { entry: AuditEntry }) {
  const { before, after } = entry;
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return (
    <div className={styles.details}>
      {fields.length === 0 ? (
        <p className="sub">No values belong to this entry.</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard
        <section className={styles.scroll} aria-label="Values before and after" tabIndex={0}>
          <table className={styles.values}>
            <thead>
              <tr>
                <th scope="col">Field</th>
                {before && <th scope="col">Before</th>}
                {after && <th scope="col">{before ? 'After' : 'Value'}</th>}
              </tr>
            </thead>
            <tbody>
              {fields.map((field) => (
                <tr key={field}>
                  <th scope="row">{fieldText(field)}</th>
                  {before && <td>{valueText(field, before[field])}</td>}
                  {after && <td>{valueText(field, after[field])}</td>}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      <dl className={styles.proof}>
        <div>
          <dt>Verb</dt>
          <dd>
            <code>{entry.verb}</code>
          </dd>
        </div>
        {entry.objectId && (
          <div>
            <dt>Record</dt>
            <dd>
              <code>{entry.objectId}</code>
            </dd>
          </div>
        )}
        {entry.requestId && (
          <div>
            <dt>Request</dt>
            <dd>
              <code>{entry.requestId}</code>
            </dd>
          </div>
        )}
      </dl>
    </div>
  );
}

function valueText(field: string, value: unknown): ReactNode {
  if (value === null || value === undefined || value === '') return <span className="cap">none</span>;
  if (value === erased) return <em>erased</em>;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') {
    if (memberFields.has(field) && Id.safeParse(value).success) return <MemberName id={value} fallback={value} />;
    if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return <TimeText at={value} />;
    return value;
  }
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) {
    if (value.length === 0) return <span className="cap">none</span>;
    return field === 'members' ? <Names ids={value} /> : value.join(', ');
  }
  if (typeof value === 'object' && !Array.isArray(value)) {
    return (
      <ul>
        {Object.entries(value).map(([name, part]) => (
          <li key={name}>
            <span className={styles.part}>{fieldText(name)}</span> {valueText(name, part)}
          </li>
        ))}
      </ul>
    );
  }
  return <code>{JSON.stringify(value)}</code>;
}

function Names({ ids }: { ids: string[] }) {
  return (
    <ul>
      {ids.map((id) => (
        <li key={id}>{Id.safeParse(id).success ? <MemberName id={id} fallback={id} /> : id}</li>
      ))}
    </ul>
  );
}

/** What each column means. Every change is saved by itself; going on counts what the import would do. */
import { Button, SegmentedControl } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { checkImport, type ImportPreview, readImport } from '../../../src/features/imports/schema.ts';
import { call } from '../../api.ts';
import { useFormat } from '../../format.ts';
import { queryOf } from '../../queries.ts';
import { Card } from '../../ui/card.tsx';
import { focusFirstFault } from '../../ui/focus-first-fault.ts';
import { LinkButton } from '../../ui/link-button.tsx';
import { useFilters } from '../settings/use-filters.ts';
import { ColumnRow } from './column-row.tsx';
import { isOwnField } from './import-words.ts';
import styles from './imports.module.css';
import { MappingProblem } from './mapping-problem.tsx';
import { MappingSettings } from './mapping-settings.tsx';
import { isOpenQuestion } from './open-questions.ts';
import type { DraftProps, MappingForm } from './use-mapping.ts';

/** Files of hundreds of columns are shown in parts. */
const slice = 40;

export function ColumnsStep({ given, preview, mapping }: DraftProps) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const [, setFilters] = useFilters(['show']);
  const goOn = async () => {
    setBusy(true);
    try {
      if (!(await mapping.flush())) return focusFirstFault();
      const params = { importId: given.id };
      client.setQueryData(queryOf(readImport, { params }).queryKey, await call(checkImport, { params }));
      await navigate({ to: '/settings/imports/$importId', params, search: { step: 'check' } });
    } catch (error) {
      mapping.showProblem(error);
      setFilters({ show: null });
      focusFirstFault();
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      noValidate
      className={styles.page}
      onSubmit={(event) => {
        event.preventDefault();
        void goOn();
      }}
    >
      <Card
        flush
        title="What each column becomes"
        lead="What no field fits is kept as a field of your own, so that nothing is dropped unasked."
      >
        <Columns mapping={mapping} preview={preview} />
      </Card>
      <Card title="How rows and records meet">
        <MappingSettings mapping={mapping} />
      </Card>
      <MappingProblem mapping={mapping} />
      <div className={styles.foot}>
        <span className="cap" role="status">
          {mapping.isSaving ? 'Saving…' : 'Every change is saved.'}
        </span>
        <LinkButton to="/settings/imports/$importId" params={{ importId: given.id }} search={{ step: 'file' }}>
          Back to the file
        </LinkButton>
        <Button type="submit" variant="filled" loading={busy}>
          Go on to the check
        </Button>
      </div>
    </form>
  );
}

function Columns({ mapping, preview }: { mapping: MappingForm; preview: ImportPreview }) {
  const format = useFormat();
  const [{ show = 'all' }, setFilters] = useFilters(['show']);
  const [count, setCount] = useState(slice);
  const mapped = mapping.values.columns;
  const all = preview.columns.flatMap((column, at) => {
    const own = mapped[at];
    return own ? [{ column, mapped: own, at, isOpen: isOpenQuestion(column, own), isOut: own.field === null }] : [];
  });
  const open = all.filter(({ isOpen }) => isOpen).length;
  const out = all.filter(({ isOut }) => isOut).length;
  const wanted =
    show === 'open' ? all.filter(({ isOpen }) => isOpen) : show === 'out' ? all.filter(({ isOut }) => isOut) : all;
  // A fault is never behind "Show more".
  const lastFault = wanted.findLastIndex(
    ({ at }) => mapping.faults[`columns.${at}`] ?? mapping.faults[`columns.${at}.field`],
  );
  const shown = Math.max(count, lastFault + 1);
  const own = [...new Set(mapped.flatMap(({ field }) => (field !== null && isOwnField(field) ? [field] : [])))];
  const firstOf = new Map<string, number>();
  for (const [at, { field }] of mapped.entries()) if (field !== null && !firstOf.has(field)) firstOf.set(field, at);
  return (
    <>
      <div className={styles.bar}>
        <SegmentedControl
          aria-label="Which columns are shown"
          data={[
            { value: 'all', label: `All (${format.number(all.length)})` },
            { value: 'open', label: `To answer (${format.number(open)})` },
            { value: 'out', label: `Left out (${format.number(out)})` },
          ]}
          value={show === 'open' || show === 'out' ? show : 'all'}
          onChange={(value) => setFilters({ show: value === 'all' ? null : value })}
        />
      </div>
      {wanted.length === 0 && (
        <p className={styles.none}>{show === 'open' ? 'No column asks anything.' : 'No column is left out.'}</p>
      )}
      <ul aria-label="Columns of the file">
        {wanted.slice(0, shown).map(({ column, mapped: { field }, mapped: each, at }) => {
          const first = field === null ? undefined : firstOf.get(field);
          return (
            <ColumnRow
              key={at}
              column={column}
              mapped={each}
              kind={mapping.values.kind}
              own={own}
              sameAs={first === undefined || first === at ? null : (preview.columns[first]?.header ?? null)}
              faults={{ column: mapping.faults[`columns.${at}`], field: mapping.faults[`columns.${at}.field`] }}
              onChange={(part) => mapping.changeColumn(at, part)}
            />
          );
        })}
      </ul>
      {wanted.length > shown && (
        <div className={styles.more}>
          <span className="cap" aria-live="polite">
            The first {shown} of {format.number(wanted.length)} columns are shown.
          </span>
          <Button data-size="small" onClick={() => setCount(shown + slice)}>
            Show more
          </Button>
        </div>
      )}
    </>
  );
}

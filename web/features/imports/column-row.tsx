/** One column of a file: its header and examples, what it becomes, and how its values are read. */
import { Select } from '@mantine/core';
import { typeOfField, valueTypes } from '../../../src/core/imports/fields.ts';
import { problemHeader } from '../../../src/core/imports/header-key.ts';
import type { ImportPreview } from '../../../src/features/imports/schema.ts';
import { useFormat } from '../../format.ts';
import { Verdict } from '../../ui/verdict.tsx';
import { FieldSelect } from './field-select.tsx';
import { isOwnField, type Kind, typeName } from './import-words.ts';
import styles from './imports.module.css';
import { isOpenQuestion } from './open-questions.ts';
import type { MappedColumn } from './use-mapping.ts';

type Column = ImportPreview['columns'][number];
type ValueType = MappedColumn['type'];

/** What an own field can hold; the rest are readings of fields with a meaning. */
const ownTypes: readonly ValueType[] = ['text', 'number', 'date', 'boolean', 'list', 'id'];
const idTypes: readonly ValueType[] = ['id', 'bracketed-id'];

const orders = [
  { value: 'dmy', label: 'Day first: 25/12/2026' },
  { value: 'mdy', label: 'Month first: 12/25/2026' },
];
const signs = [
  { value: '.', label: 'A point: 1,234.50' },
  { value: ',', label: 'A comma: 1.234,50' },
];

export function ColumnRow(props: {
  column: Column;
  mapped: MappedColumn;
  kind: Kind;
  own: readonly string[];
  /** The header of an earlier column that becomes the same. */
  sameAs: string | null;
  faults: { column?: string | undefined; field?: string | undefined };
  onChange: (part: Partial<MappedColumn>) => void;
}) {
  const { column, mapped, kind, own, sameAs, faults, onChange } = props;
  const name = column.header || 'without a name';
  const isRead = column.header !== problemHeader;
  const setField = (field: string | null) => {
    const fixed = field === null ? null : typeOfField(field);
    const kept = field !== null && isOwnField(field) && ownTypes.includes(mapped.type) ? mapped.type : 'text';
    onChange({ field, type: fixed ?? kept });
  };
  return (
    <li className={styles.column}>
      <div className={styles.from}>
        <p className={styles.header}>
          <bdi>{column.header || <span className="cap">Without a name</span>}</bdi>
        </p>
        <Samples column={column} />
      </div>
      {isRead ? (
        <div className={styles.becomes}>
          <div className={styles.to}>
            <FieldSelect
              header={name}
              kind={kind}
              value={mapped.field}
              own={own}
              error={faults.field}
              onChange={setField}
            />
            {mapped.field !== null && (
              <Reading name={name} column={column} mapped={mapped} fault={faults.column} onChange={onChange} />
            )}
          </div>
          <Reason column={column} mapped={mapped} sameAs={sameAs} isRefused={faults.column !== undefined} />
        </div>
      ) : (
        <p className="sub">Says why each row was refused last time. It is read by nobody.</p>
      )}
    </li>
  );
}

function Samples({ column: { samples, filled } }: { column: Column }) {
  const format = useFormat();
  if (filled === 0) return <p className="cap">Every cell is blank</p>;
  return (
    <>
      <ul className={styles.samples} aria-label="Examples">
        {samples.slice(0, 3).map((sample) => (
          <li key={sample}>
            <bdi>{sample}</bdi>
          </li>
        ))}
      </ul>
      <p className="cap">{filled === 1 ? 'Filled in one row' : `Filled in ${format.number(filled)} rows`}</p>
    </>
  );
}

/** How values are read, where there is a choice: their type, and the order or sign that they do not say by themselves. */
function Reading(props: {
  name: string;
  column: Column;
  mapped: MappedColumn;
  fault: string | undefined;
  onChange: (part: Partial<MappedColumn>) => void;
}) {
  const { name, column, mapped, fault, onChange } = props;
  const { field, type } = mapped;
  const isNumber = type === 'number' || type === 'money' || type === 'count';
  return (
    <>
      <Type name={name} field={field ?? ''} type={type} onChange={onChange} />
      {type === 'date' && (
        <Select
          label="Dates such as 3/4/2026"
          aria-label={`Column ${name}: day or month first`}
          data={orders}
          placeholder={column.asks === 'date-order' ? 'Choose one' : 'As they are written'}
          clearable={column.asks !== 'date-order'}
          clearButtonProps={{ 'aria-label': `Column ${name}: clear the order` }}
          value={mapped.dateOrder}
          error={mapped.dateOrder === null ? fault : undefined}
          onChange={(value) => onChange({ dateOrder: value === 'dmy' || value === 'mdy' ? value : null })}
        />
      )}
      {isNumber && (
        <Select
          label="Before the decimals stands"
          aria-label={`Column ${name}: sign before the decimals`}
          data={signs}
          placeholder={column.asks === 'decimal' ? 'Choose one' : 'As they are written'}
          clearable={column.asks !== 'decimal'}
          clearButtonProps={{ 'aria-label': `Column ${name}: clear the sign` }}
          value={mapped.decimal}
          error={mapped.decimal === null ? fault : undefined}
          onChange={(value) => onChange({ decimal: value === '.' || value === ',' ? value : null })}
        />
      )}
    </>
  );
}

function Type(props: {
  name: string;
  field: string;
  type: ValueType;
  onChange: (part: Partial<MappedColumn>) => void;
}) {
  const { name, field, type, onChange } = props;
  const usual = isOwnField(field) ? ownTypes : field.endsWith('.external-id') ? idTypes : [];
  if (usual.length === 0) return null;
  const types = usual.includes(type) ? usual : [type, ...usual];
  return (
    <Select
      label="Read as"
      aria-label={`Column ${name}: how it is read`}
      data={types.map((each) => ({ value: each, label: typeName(each) }))}
      allowDeselect={false}
      value={type}
      onChange={(value) => {
        const chosen = valueTypes.find((each) => each === value);
        if (chosen) onChange({ type: chosen });
      }}
    />
  );
}

function Reason(props: { column: Column; mapped: MappedColumn; sameAs: string | null; isRefused: boolean }) {
  const { column, mapped, sameAs, isRefused } = props;
  const isOpen = isOpenQuestion(column, mapped);
  return (
    <div className={styles.reason}>
      {isOpen && !isRefused && (
        <Verdict is="warn">
          {column.asks === 'date-order'
            ? 'Its values fit both orders. Choose one.'
            : 'Its values fit both signs. Choose one.'}
        </Verdict>
      )}
      {!isOpen && <span className="cap">{reasonOf(column, mapped)}</span>}
      {sameAs && (
        <span className="cap">
          <bdi>{sameAs}</bdi> becomes the same: of both, the first that says something counts.
        </span>
      )}
    </div>
  );
}

/** The server's reason, while what it stands for was not changed. */
function reasonOf(column: Column, mapped: MappedColumn): string {
  if (mapped.field === null) return 'Nothing of it is brought in.';
  return column.field === mapped.field ? column.reason : '';
}

/** What a cell is edited with: Enter or leaving it saves, Escape keeps what was there. */
import { Select, TextInput } from '@mantine/core';
import { type KeyboardEvent, useRef, useState } from 'react';
import type { WideColumn } from '../../ui/virtual-table.tsx';
import { MemberSelect } from '../settings/member-select.tsx';
import styles from './people.module.css';
import type { CellSave } from './use-cell-edit.tsx';

type Closing = { onClose: () => void };

export function TextCell(props: Closing & { label: string; value: string; onSave: (value: string) => void }) {
  const { label, value, onSave, onClose } = props;
  const [typed, setTyped] = useState(value);
  /** Enter and Escape end the editing, and what then loses the keyboard saves nothing. */
  const isOver = useRef(false);
  const end = (saves: boolean) => {
    if (isOver.current) return;
    isOver.current = true;
    if (saves && typed.trim() !== value) onSave(typed.trim());
    onClose();
  };
  return (
    <TextInput
      aria-label={label}
      className={styles.cell}
      autoFocus
      maxLength={200}
      value={typed}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={() => end(true)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        end(event.key === 'Enter');
      }}
    />
  );
}

type ChoiceProps<Value extends string> = Closing & {
  label: string;
  value: Value | null;
  choices: readonly { value: Value; label: string }[];
  onSave: (value: Value | null) => void;
};

export function ChoiceCell<Value extends string>({ label, value, choices, onSave, onClose }: ChoiceProps<Value>) {
  return (
    <Select
      aria-label={label}
      className={styles.cell}
      autoFocus
      defaultDropdownOpened
      clearable
      clearButtonProps={{ 'aria-label': `Clear ${label.toLocaleLowerCase()}` }}
      data={[...choices]}
      value={value}
      onChange={(next) => {
        const chosen = choices.find((choice) => choice.value === next)?.value ?? null;
        if (chosen !== value) onSave(chosen);
        onClose();
      }}
      onBlur={onClose}
      onKeyDown={closeOnEscape(onClose)}
    />
  );
}

export function MemberCell(props: Closing & { value: string | null; onSave: (memberId: string | null) => void }) {
  const { value, onSave, onClose } = props;
  const box = useRef<HTMLDivElement>(null);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only hears what its input does
    <div
      ref={box}
      className={styles.cell}
      onBlur={(event) => {
        if (!box.current?.contains(event.relatedTarget)) onClose();
      }}
      onKeyDown={closeOnEscape(onClose)}
    >
      <MemberSelect
        label="Owner"
        isLabelHidden
        isOpened
        clearable
        placeholder="Nobody"
        value={value}
        onChange={(memberId) => {
          if (memberId !== value) onSave(memberId);
          onClose();
        }}
      />
    </div>
  );
}

const closeOnEscape = (onClose: () => void) => (event: KeyboardEvent) => {
  if (event.key !== 'Escape') return;
  event.stopPropagation();
  onClose();
};

type Owned = { id: string; label: string; version: number; fields: Readonly<Record<string, unknown>> };
type Written = string | number | boolean | null;

/** A column of an own field; what is a number or a yes stays one. */
export function ownFieldCell<Row extends Owned>(
  field: string,
  save: CellSave<Row, { fields: Record<string, Written> }> | null,
): WideColumn<Row> {
  const keep = (row: Row, value: Written) =>
    save?.(row, { fields: { [field]: value } }, { fields: { [field]: asWritten(row.fields[field]) } }, field);
  return {
    key: `own.${field}`,
    header: field,
    width: 150,
    cell: ({ fields }) => <bdi className={styles.cut}>{wordOf(fields[field])}</bdi>,
    ...(save && {
      edit: (row, close) => {
        const value = row.fields[field];
        if (typeof value !== 'boolean') {
          const onSave = (typed: string) => keep(row, typeof value === 'number' ? toNumber(typed) : typed || null);
          return (
            <TextCell label={field} value={value === undefined ? '' : wordOf(value)} onSave={onSave} onClose={close} />
          );
        }
        return (
          <ChoiceCell
            label={field}
            value={value ? 'yes' : 'no'}
            choices={[
              { value: 'yes', label: 'Yes' },
              { value: 'no', label: 'No' },
            ]}
            onSave={(chosen) => keep(row, chosen === null ? null : chosen === 'yes')}
            onClose={close}
          />
        );
      },
    }),
  };
}

function asWritten(value: unknown): Written {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

/** A number that was typed as one; any other text stays a text. */
function toNumber(typed: string): Written {
  if (typed === '') return null;
  const number = Number(typed.replace(',', '.'));
  return Number.isFinite(number) ? number : typed;
}

function wordOf(value: unknown): string {
  if (value === undefined || value === null) return '–';
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  return typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value);
}

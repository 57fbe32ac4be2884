/** The fields of a form in their order: moved by dragging or by buttons, opened one by one. */
import { ActionIcon, Button } from '@mantine/core';
import { type DragEvent, useRef, useState } from 'react';
import { Icon } from '../../ui/icon.tsx';
import { RowActions } from '../settings/row-actions.tsx';
import { FieldEditor } from './field-editor.tsx';
import { type DraftField, moved } from './form-values.ts';
import { fillChoices, keyFrom, kindName } from './form-words.ts';
import styles from './forms.module.css';

type Props = {
  fields: DraftField[];
  errors: Record<string, string>;
  onChange: (fields: DraftField[]) => void;
};

export function FieldList({ fields, errors, onChange }: Props) {
  const [open, setOpen] = useState<string | null>(null);
  // Known at once, also to the first move of a drag, which comes before anything is drawn anew.
  const taken = useRef<number | null>(null);
  const [dragged, setDragged] = useState<number | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const [said, setSaid] = useState('');
  const faulty = fields.find((_, place) => faultsOf(errors, place).length > 0)?.id;
  const opened = faulty ?? open;
  const move = (from: number, to: number) => {
    const field = fields[from];
    if (!field || to < 0 || to >= fields.length || from === to) return;
    onChange(moved(fields, from, to));
    setSaid(`${field.label || 'The field'} is number ${to + 1} of ${fields.length} now.`);
  };
  const add = () => {
    const id = crypto.randomUUID();
    const key = keyFrom(
      'field',
      fields.map((field) => field.key),
    );
    const blank = { label: '', help: null, required: false, fills: null, options: [], progressive: false } as const;
    onChange([...fields, { id, key, kind: 'text', ...blank, options: [] }]);
    setOpen(id);
  };
  const end = () => {
    taken.current = null;
    setDragged(null);
    setOver(null);
  };
  return (
    <>
      {fields.length === 0 && <p className="sub">No field yet. A form needs at least one that people see.</p>}
      <ol className={styles.fields} aria-label="Fields">
        {fields.map((field, place) => (
          <li
            key={field.id}
            className={styles.field}
            data-over={(over === place && dragged !== place) || undefined}
            data-dragged={dragged === place || undefined}
            onDragOver={(event) => {
              if (taken.current === null) return;
              event.preventDefault();
              setOver(place);
            }}
            onDrop={(event) => {
              event.preventDefault();
              if (taken.current !== null) move(taken.current, place);
              end();
            }}
          >
            <div className={styles.fieldHead}>
              {/* biome-ignore lint/a11y/noStaticElementInteractions: only a pointer drags; the buttons beside it do the same for everybody */}
              <span
                className={styles.handle}
                draggable
                title="Drag to another place"
                onDragStart={(event: DragEvent<HTMLSpanElement>) => {
                  event.dataTransfer.effectAllowed = 'move';
                  event.dataTransfer.setData('text/plain', field.label);
                  taken.current = place;
                  setDragged(place);
                }}
                onDragEnd={end}
              >
                <Icon name="dots" />
              </span>
              <button
                type="button"
                className={styles.fieldName}
                aria-expanded={opened === field.id}
                onClick={() => setOpen(opened === field.id ? null : field.id)}
              >
                <span>
                  <bdi>{field.label || 'A field without a label'}</bdi>
                  {field.required && <small> required</small>}
                  {field.progressive && <small> asked once</small>}
                </span>
                <small>{sayField(field)}</small>
              </button>
              <div className={styles.tools}>
                <Move field={field} isUp isOff={place === 0} onMove={() => move(place, place - 1)} />
                <Move
                  field={field}
                  isUp={false}
                  isOff={place === fields.length - 1}
                  onMove={() => move(place, place + 1)}
                />
                <RowActions
                  of={field.label || 'the field'}
                  actions={[{ label: 'Remove', danger: true, onClick: () => onChange(fields.toSpliced(place, 1)) }]}
                />
              </div>
            </div>
            {opened === field.id && (
              <FieldEditor
                field={field}
                taken={fields.flatMap(({ id, key }) => (id === field.id ? [] : [key]))}
                errors={Object.fromEntries(faultsOf(errors, place))}
                onChange={(next) => {
                  // It stays open, also once it is right.
                  setOpen(field.id);
                  onChange(fields.with(place, next));
                }}
              />
            )}
          </li>
        ))}
      </ol>
      <span className={styles.spoken} role="status">
        {said}
      </span>
      {fields.length < 50 && (
        <div>
          <Button data-size="small" onClick={add}>
            Add a field
          </Button>
        </div>
      )}
    </>
  );
}

const faultsOf = (errors: Record<string, string>, place: number): [field: string, fault: string][] =>
  Object.entries(errors).flatMap(([path, fault]) => {
    const [list, at, field] = path.split('.');
    return list === 'fields' && at === String(place) ? [[field ?? '', fault]] : [];
  });

function sayField({ kind, fills, key }: DraftField): string {
  const filled = fillChoices(kind).find(({ value }) => value === (fills ?? 'submission'))?.label;
  return `${kindName[kind]} · ${fills === 'own' ? `Person: ${key}` : filled}`;
}

function Move(props: { field: DraftField; isUp: boolean; isOff: boolean; onMove: () => void }) {
  const { field, isUp, isOff, onMove } = props;
  const way = isUp ? 'up' : 'down';
  return (
    <ActionIcon
      aria-label={`Move ${field.label || 'the field'} ${way}`}
      title={`Move ${way}`}
      // It keeps the focus at the end of the list, where a disabled button would lose it.
      aria-disabled={isOff}
      onClick={onMove}
      className={isUp ? styles.up : undefined}
    >
      <Icon name="down" />
    </ActionIcon>
  );
}

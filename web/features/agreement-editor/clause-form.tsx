/** The form of one clause, and its YAML for what no control covers. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { equalPlain, type Plain, type PlainRecord } from '../../../src/core/agreement/plain-agreement.ts';
import { Verdict } from '../../ui/verdict.tsx';
import type { Field, Section } from './clause-fields.ts';
import styles from './controls.module.css';
import { type Path, setAt, valueAt } from './draft-source.ts';
import { FieldControl, sayProblem } from './field-control.tsx';
import { isWithin, type PlacedProblem } from './read-draft.ts';
import { partOf } from './sections.ts';
import type { Draft } from './use-draft.ts';
import { YamlPane } from './yaml-pane.tsx';

type Props = { draft: Draft; section: Section; path: Path; clause: PlainRecord };

export function ClauseForm({ draft, section, path, clause }: Props) {
  const [isYaml, setYaml] = useState(false);
  const { source, change, reading } = draft;
  const fields = section
    .fields(clause)
    .filter(({ at, shows }) => !shows || shows(clause) || valueAt(clause, at) !== undefined);
  const own = reading.problems.filter(({ at }) => isWithin(at, path) && partOf(at).section.id === section.id);
  const placed = placeProblems(own, path, fields);
  const rest = own.filter((one) => ![...placed.values()].some((list) => list.includes(one)));
  // One edit may change several names: all of it is one step that can be taken back.
  const onClause = (next: PlainRecord) => {
    const names = [...new Set([...Object.keys(clause), ...Object.keys(next)])];
    const changed = names.filter((name) => !equalPlain(clause[name], next[name]));
    change(changed.reduce((text, name) => setAt(text, [...path, name], next[name]), source));
  };
  return (
    <div className={styles.form}>
      {!isYaml && (
        <>
          {rest.length > 0 && (
            <ul className={styles.notes}>
              {rest.map((one) => (
                <li key={`${one.path} ${one.message}`}>
                  <Verdict is={one.severity === 'error' ? 'bad' : 'warn'}>{sayProblem(one)}</Verdict>
                </li>
              ))}
            </ul>
          )}
          {rowsOf(fields).map((row) => (
            <div
              key={row.map(({ at }) => at.join('.')).join(' ')}
              className={row.length > 1 ? styles.pair : row[0]?.isShort ? styles.narrow : undefined}
            >
              {row.map((field) => (
                <FieldControl
                  key={field.at.join('.')}
                  field={field}
                  clause={clause}
                  value={valueAt(clause, field.at)}
                  onChange={(value: Plain | undefined) => change(setAt(source, [...path, ...field.at], value))}
                  onClause={onClause}
                  problems={placed.get(field) ?? []}
                />
              ))}
            </div>
          ))}
        </>
      )}
      {isYaml && <YamlPane source={source} path={path} onChange={change} />}
      {path.length > 0 && (
        <div>
          <Button data-size="small" variant="subtle" onClick={() => setYaml(!isYaml)}>
            {isYaml ? 'Back to the form' : 'As YAML'}
          </Button>
        </div>
      )}
    </div>
  );
}

/** Each problem stands with the field that names its place most closely. */
function placeProblems(
  problems: readonly PlacedProblem[],
  path: Path,
  fields: readonly Field[],
): ReadonlyMap<Field, PlacedProblem[]> {
  const placed = new Map<Field, PlacedProblem[]>();
  for (const problem of problems) {
    const inside = problem.at.slice(path.length);
    // A group that is missing as a whole is asked for at its first field.
    const fit = (field: Field) => isWithin(inside, field.at) || (inside.length > 0 && isWithin(field.at, inside));
    const field = fields.find(fit) ?? (inside[0] === 'closed' ? fields.find(({ at }) => at[0] === 'days') : undefined);
    if (field) placed.set(field, [...(placed.get(field) ?? []), problem]);
  }
  return placed;
}

/** Two short fields of one kind that follow each other stand in one row. */
function rowsOf(fields: readonly Field[]): Field[][] {
  const rows: Field[][] = [];
  for (const field of fields) {
    const last = rows.at(-1);
    const [first] = last ?? [];
    const isAlike = first && (first.at.length === 1 ? field.at.length === 1 : first.at[0] === field.at[0]);
    if (last && isAlike && field.isShort && first.isShort && last.length < 2) last.push(field);
    else rows.push([field]);
  }
  return rows;
}

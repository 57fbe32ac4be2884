/** Chooses what a column means: a known field, an own field, a new own field by typing its name, or nothing. */
import { Select } from '@mantine/core';
import { useState } from 'react';
import { isImportField, knownFields, objectOfKind } from '../../../src/core/imports/fields.ts';
import { fullFieldName, isOwnField, type Kind, objectName, objectOf, ownFieldOf } from './import-words.ts';

/** What a row of any kind may speak of, beside what it is. */
const objects = ['contact', 'account', 'deal', 'touch'] as const;
const leftOut = '';

export function FieldSelect(props: {
  header: string;
  kind: Kind;
  value: string | null;
  /** Own fields that other columns of this file go to. */
  own: readonly string[];
  error: string | undefined;
  onChange: (field: string | null) => void;
}) {
  const { header, kind, value, own, error, onChange } = props;
  const [typed, setTyped] = useState('');
  const main = objectOfKind[kind];
  return (
    <Select
      label="Becomes"
      aria-label={`Column ${header}: what it becomes`}
      data={choicesFor({ main, header, typed: typed === labelOf(value) ? '' : typed, own, value })}
      searchable
      searchValue={typed}
      onSearchChange={setTyped}
      allowDeselect={false}
      nothingFoundMessage="Nothing like that. Type a name for an own field."
      maxDropdownHeight={320}
      value={value ?? leftOut}
      error={error}
      onClick={(event) => event.currentTarget.select()}
      onChange={(field) => field !== null && onChange(field === leftOut ? null : field)}
    />
  );
}

/** Names of several objects are alike: the object stands before each. */
const labelOf = (field: string | null): string => (field === null ? 'Left out' : fullFieldName(field));

function choicesFor(given: {
  main: string;
  header: string;
  typed: string;
  own: readonly string[];
  value: string | null;
}) {
  const { main, header, typed, own, value } = given;
  const order = [...new Set([main, ...objects])];
  const named = [value, ownFieldOf(main, header), ...own].filter((field) => field !== null);
  const owns = [...new Set(named.filter(isOwnField))];
  const made = typed.trim() === '' ? [] : order.map((object) => ownFieldOf(object, typed));
  const news = made.flatMap((field) =>
    field !== null && isImportField(field) && !owns.includes(field) ? [field] : [],
  );
  const toChoice = (field: string) => ({ value: field, label: fullFieldName(field) });
  return [
    { value: leftOut, label: 'Left out' },
    ...order.map((object) => ({
      group: objectName(object),
      items: knownFields.filter((field) => objectOf(field) === object).map(toChoice),
    })),
    ...(owns.length > 0 ? [{ group: 'Your own fields', items: owns.map(toChoice) }] : []),
    // What is typed must be in the label, or the search would hide it.
    ...(news.length > 0
      ? [
          {
            group: 'A new field of your own',
            items: news.map((field) => ({ value: field, label: `${fullFieldName(field)}, new: ${typed.trim()}` })),
          },
        ]
      : []),
  ];
}

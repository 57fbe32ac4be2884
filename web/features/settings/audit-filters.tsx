/** What of the audit log is shown; all of it stands in the address. */
import { Button, Select, TextInput } from '@mantine/core';
import { useFormat } from '../../format.ts';
import { knownObjects, knownVerbs, objectText, verbTitle } from './audit-words.ts';
import { MemberSelect } from './member-select.tsx';
import styles from './settings.module.css';
import { useFilters } from './use-filters.ts';

export const auditNames = ['object', 'objectId', 'actor', 'verb', 'from', 'to'] as const;

const titled = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const withChosen = (known: string[], chosen: string | undefined) =>
  chosen && !known.includes(chosen) ? [...known, chosen] : known;

export function AuditFilters() {
  const { zone } = useFormat();
  const [filters, setFilters] = useFilters(auditNames);
  const { object, objectId, actor, verb, from, to } = filters;
  const isFiltered = Object.keys(filters).length > 0;
  return (
    <search className={styles.toolbar}>
      <MemberSelect
        label="Who"
        placeholder="Everybody"
        clearable
        everybody
        value={actor ?? null}
        onChange={(id) => setFilters({ actor: id })}
      />
      <Select
        label="About"
        placeholder="Everything"
        data={withChosen(knownObjects, object).map((value) => ({ value, label: titled(objectText(value)) }))}
        value={object ?? null}
        onChange={(value) => setFilters({ object: value, objectId: null })}
        clearable
        clearButtonProps={{ 'aria-label': 'Clear about' }}
      />
      <Select
        label="What happened"
        placeholder="Anything"
        data={withChosen(knownVerbs, verb).map((value) => ({ value, label: verbTitle(value) }))}
        value={verb ?? null}
        onChange={(value) => setFilters({ verb: value })}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': 'Clear what happened' }}
      />
      <TextInput
        label="From"
        type="date"
        title={`In ${zone}`}
        value={from ?? ''}
        max={to}
        onChange={(event) => setFilters({ from: event.currentTarget.value })}
      />
      <TextInput
        label="To"
        type="date"
        title={`In ${zone}`}
        value={to ?? ''}
        min={from}
        onChange={(event) => setFilters({ to: event.currentTarget.value })}
      />
      {isFiltered && (
        <Button
          variant="subtle"
          onClick={() => setFilters({ object: null, objectId: null, actor: null, verb: null, from: null, to: null })}
        >
          {objectId ? 'Show all records' : 'Clear'}
        </Button>
      )}
    </search>
  );
}

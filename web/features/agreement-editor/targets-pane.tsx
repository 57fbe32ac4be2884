/** Target companies one by one: tier, who proposed each, and what the other side holds against it. */
import '@mantine/core/styles/NumberInput.layer.css';
import { ActionIcon, Autocomplete, Button, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { isPlainRecord, type PlainRecord } from '../../../src/core/agreement/plain-agreement.ts';
import { listAccounts } from '../../../src/features/accounts/schema.ts';
import { listTargets, objectTarget, setTarget, type Target } from '../../../src/features/clauses/schema.ts';
import { ApiError, call } from '../../api.ts';
import { queryOf, useAction } from '../../queries.ts';
import { Card } from '../../ui/card.tsx';
import { FormProblem } from '../../ui/form.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Verdict } from '../../ui/verdict.tsx';
import { sayProblem as sayCallProblem } from '../settings/say.tsx';
import { type Section, textOf } from './clause-fields.ts';
import controlStyles from './controls.module.css';
import { setAt, valueAt } from './draft-source.ts';
import { sayProblem } from './field-control.tsx';
import { Count, Parts } from './parts-control.tsx';
import { isWithin } from './read-draft.ts';
import { clausesOf } from './sections.ts';
import styles from './targets.module.css';
import type { Draft } from './use-draft.ts';

const firstShown = 50;
const tierNames = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

export function TargetsPane({ draft, data, section }: { draft: Draft; data: PlainRecord; section: Section }) {
  const { source, change, reading, version } = draft;
  const [shown, setShown] = useState(firstShown);
  const [search, setSearch] = useState('');
  const said = useQuery(queryOf(listTargets, { params: { versionId: version.id } }));
  const known = new Map((said.data?.data ?? []).map((target) => [target.domain, target]));
  const rows = clausesOf(section, data).map((row, index) => ({ row, index, domain: textOf(row.domain) }));
  const needle = search.trim().toLowerCase();
  const found = rows.filter(
    ({ domain, row }) => !needle || `${domain} ${textOf(row.name)}`.toLowerCase().includes(needle),
  );
  const given = valueAt(data, ['targetAccounts', 'tiers']);
  const tiers = isPlainRecord(given) ? given : {};
  const own = reading.problems.filter(({ at }) => at[0] === 'targetAccounts');
  const rest = own.filter(({ at }) => !isWithin(at, section.path) || typeof at[section.path.length] !== 'number');
  return (
    <Card title={section.title} lead={section.lead}>
      <div className="stack">
        <Parts label="At most so many in each tier" help="Tier 1 is worked most closely.">
          {tierNames.slice(0, Math.max(3, ...Object.keys(tiers).map(Number))).map((tier) => (
            <span key={tier} className={styles.tier}>
              <span>Tier {tier}</span>
              <Count
                label={`Most companies of tier ${tier}`}
                value={typeof tiers[tier] === 'number' ? tiers[tier] : null}
                onChange={(most) => change(setAt(source, ['targetAccounts', 'tiers', tier], most ?? undefined))}
              />
            </span>
          ))}
        </Parts>
        {rest.length > 0 && (
          <ul className={controlStyles.notes}>
            {rest.map((one) => (
              <li key={`${one.path} ${one.message}`}>
                <Verdict is={one.severity === 'error' ? 'bad' : 'warn'}>{sayProblem(one)}</Verdict>
              </li>
            ))}
          </ul>
        )}
        <AddTarget draft={draft} isBegun={isPlainRecord(given)} taken={rows.map(({ domain }) => domain)} />
        {rows.length > 8 && (
          <TextInput
            aria-label="Find a company on the list"
            placeholder={`Find one of ${rows.length}`}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
        )}
        <ul className={styles.targets} aria-label="Target companies">
          {found.slice(0, shown).map(({ row, index, domain }) => (
            <li key={domain || index}>
              <div className={styles.target}>
                <span className={styles.targetName}>
                  <bdi>{textOf(row.name) || domain || 'No domain'}</bdi>
                  <small>{domain}</small>
                </span>
                <NativeSelect
                  aria-label={`Tier of ${domain}`}
                  data={tierNames.map((tier) => ({ value: tier, label: `Tier ${tier}` }))}
                  value={String(row.tier ?? '')}
                  onChange={(event) =>
                    change(setAt(source, [...section.path, index, 'tier'], Number(event.currentTarget.value)))
                  }
                />
                <ActionIcon
                  aria-label={`Remove ${domain}`}
                  title="Remove"
                  onClick={() => change(setAt(source, [...section.path, index], undefined))}
                >
                  <Icon name="close" />
                </ActionIcon>
              </div>
              {own
                .filter(({ at }) => isWithin(at, [...section.path, index]))
                .map((one) => (
                  <Verdict key={one.path} is={one.severity === 'error' ? 'bad' : 'warn'}>
                    {sayProblem(one)}
                  </Verdict>
                ))}
              {known.get(domain) && <Said target={known.get(domain)} versionId={version.id} />}
            </li>
          ))}
        </ul>
        {rows.length === 0 && <p className="sub">No company is on the list yet.</p>}
        {found.length > shown && (
          <div>
            <Button data-size="small" onClick={() => setShown(shown + 200)}>
              Show more of {found.length}
            </Button>
          </div>
        )}
      </div>
    </Card>
  );
}

/** Adding is saved at once: it keeps who proposed the company and why. */
function AddTarget({ draft, taken, isBegun }: { draft: Draft; taken: readonly string[]; isBegun: boolean }) {
  const [typed, setTyped] = useState('');
  const [tier, setTier] = useState('1');
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiError | null>(null);
  const client = useQueryClient();
  const [search] = useDebouncedValue(typed.trim().slice(0, 100), 250);
  const { data } = useQuery({
    ...queryOf(listAccounts, { query: { search, limit: 10 } }),
    enabled: search.length > 1,
  });
  const options = (data?.data ?? []).flatMap(({ domain, name }) =>
    domain ? [{ value: domain, label: name ?? domain }] : [],
  );
  const domain = typed.trim().toLowerCase();
  const isTaken = taken.includes(domain);
  const add = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const base = await draft.saveFirst(
        isBegun ? null : (text) => setAt(text, ['targetAccounts', 'tiers'], { 1: 25, 2: 75, 3: 100 }),
      );
      if (base === null) return;
      const company = options.find(({ value }) => value === domain);
      const saved = await call(setTarget, {
        params: { versionId: draft.version.id },
        body: {
          domain,
          tier: Number(tier),
          ...(company && company.label !== domain ? { name: company.label } : {}),
          ...(reason.trim() ? { reason: reason.trim() } : {}),
        },
        version: base,
      });
      draft.adopt(saved);
      await client.invalidateQueries({ queryKey: [listTargets.id] });
      setTyped('');
      setReason('');
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className={styles.addTarget}
      onSubmit={(event) => {
        event.preventDefault();
        if (domain && !isTaken) void add();
      }}
    >
      <FormProblem problem={problem} kept="The company is not on the list." />
      <div className={styles.addRow}>
        <Autocomplete
          label="Add a company"
          placeholder="Name, or a domain such as plant.example"
          data={options.map(({ value }) => value)}
          renderOption={({ option }) => (
            <span className={styles.targetName}>
              <span>{options.find(({ value }) => value === option.value)?.label}</span>
              <small>{option.value}</small>
            </span>
          )}
          // The server has searched already.
          filter={({ options: found }) => found}
          value={typed}
          onChange={setTyped}
          error={isTaken ? 'It is on the list already.' : undefined}
        />
        <NativeSelect
          label="Tier"
          data={tierNames.slice(0, 3)}
          value={tier}
          onChange={(event) => setTier(event.currentTarget.value)}
        />
      </div>
      <TextInput
        label="Why"
        placeholder="Such as: asked twice for a demo"
        value={reason}
        maxLength={500}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <div className="row">
        <Button type="submit" loading={busy} disabled={!domain || isTaken}>
          Add to the list
        </Button>
        <span className="cap">Saved at once, with your name.</span>
      </div>
    </form>
  );
}

function Said({ target, versionId }: { target: Target | undefined; versionId: string }) {
  const [isObjecting, setObjecting] = useState(false);
  const [text, setText] = useState('');
  const object = useAction(objectTarget, { refresh: [listTargets] });
  if (!target) return null;
  const { proposal, objection, mayObject, domain } = target;
  const send = async (words: string | null) => {
    try {
      await object.mutateAsync({ params: { versionId }, body: { domain, text: words } });
      setObjecting(false);
    } catch (error) {
      sayCallProblem(error);
    }
  };
  return (
    <div className={styles.said}>
      {proposal && (
        <p className="cap">
          Proposed by {proposal.by.name}
          {proposal.reason ? `: ${proposal.reason}` : ''}
        </p>
      )}
      {objection && (
        <p>
          <Verdict is="warn">
            {objection.by.name} objects: {objection.text}
          </Verdict>{' '}
          {mayObject && (
            <Button data-size="small" variant="subtle" loading={object.isPending} onClick={() => void send(null)}>
              Take it back
            </Button>
          )}
        </p>
      )}
      {mayObject && !objection && !isObjecting && (
        <Button data-size="small" variant="subtle" onClick={() => setObjecting(true)}>
          Object
        </Button>
      )}
      {isObjecting && (
        <div className={styles.addRow}>
          <TextInput
            aria-label={`What you hold against ${domain}`}
            placeholder="What you hold against it"
            value={text}
            maxLength={2000}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Button loading={object.isPending} disabled={!text.trim()} onClick={() => void send(text.trim())}>
            Object
          </Button>
        </div>
      )}
    </div>
  );
}

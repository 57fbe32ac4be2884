/** Somebody else saved meanwhile: what they changed, what you changed, clause by clause, and what is to stand. */
import { Button, Radio } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { AgreementVersion } from '../../../src/features/agreements/schema.ts';
import { Card } from '../../ui/card.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import pageStyles from './agreement-editor.module.css';
import styles from './controls.module.css';
import { type Change, findChanges, mergeDrafts, type Taken, usualPick } from './merge-drafts.ts';
import { partOf } from './sections.ts';
import type { Draft } from './use-draft.ts';
import { saveFile } from './yaml-page.tsx';

type Props = { draft: Draft; theirs: AgreementVersion };

export function MergeView({ draft, theirs }: Props) {
  const { base, source, settle } = draft;
  const changes = useMemo(() => findChanges(base.source, source, theirs.source), [base.source, source, theirs.source]);
  const [picks, setPicks] = useState<ReadonlyMap<string, Taken>>(new Map());
  if (changes === null) return <WholeTexts draft={draft} theirs={theirs} />;
  const open = changes.filter(({ who, id }) => who === 'both' && !picks.has(id));
  const groups = (['both', 'theirs', 'mine'] as const).map(
    (who) => [who, changes.filter((one) => one.who === who)] as const,
  );
  const pick = (id: string, taken: Taken) => setPicks(new Map([...picks, [id, taken]]));
  return (
    <>
      <PageHead
        title="Somebody saved this draft meanwhile"
        lead="Nothing of yours is lost and nothing of theirs is overwritten. See what each of you changed, choose where you differ, and go on with both."
        actions={
          <Button
            variant="filled"
            disabled={open.length > 0}
            onClick={() => settle(mergeDrafts(theirs.source, changes, picks), theirs)}
          >
            Go on with both
          </Button>
        }
      />
      <div className="stack">
        {changes.length === 0 && (
          <Card title="You both wrote the same">
            <p className="sub">Go on: there is nothing to choose.</p>
          </Card>
        )}
        {groups.map(([who, list]) =>
          list.length === 0 ? null : (
            <Card key={who} title={titles[who](list.length)} lead={leads[who]}>
              <ul className={pageStyles.changes}>
                {list.map((one) => (
                  <li key={one.id}>
                    <ChangeChoice change={one} taken={picks.get(one.id)} onPick={(taken) => pick(one.id, taken)} />
                  </li>
                ))}
              </ul>
            </Card>
          ),
        )}
        <p className="sub" role="status">
          {open.length > 0
            ? `${open.length === 1 ? 'One clause waits' : `${open.length} clauses wait`} for your choice.`
            : 'Nothing waits for a choice. What comes out of it is not saved before you save it.'}
        </p>
      </div>
    </>
  );
}

const titles = {
  both: (count: number) => (count === 1 ? 'One place that you both changed' : `${count} places that you both changed`),
  theirs: (count: number) => (count === 1 ? 'One change of theirs' : `${count} changes of theirs`),
  mine: (count: number) => (count === 1 ? 'One change of yours' : `${count} changes of yours`),
};
const leads = {
  both: 'Choose what is to stand.',
  theirs: 'They are taken unless you leave one out.',
  mine: 'They are taken unless you leave one out.',
};

function nameOf({ path, isOrder }: Change): string {
  const { section } = partOf(path);
  return isOrder ? `${section.title}: order` : section.title;
}

const gone = 'There is no such clause.';

function ChangeChoice(props: { change: Change; taken: Taken | undefined; onPick: (taken: Taken) => void }) {
  const { change, taken, onPick } = props;
  const { said, who, canBeBoth, mine, theirs, base } = change;
  const sayOf = (text: string | null, value: unknown) => text ?? (value === undefined ? gone : writeShort(value));
  const options: { value: Taken; label: string; text: string }[] = [
    ...(who === 'mine' ? [] : [{ value: 'theirs' as const, label: 'Theirs', text: sayOf(said.theirs, theirs) }]),
    ...(who === 'theirs' ? [] : [{ value: 'mine' as const, label: 'Yours', text: sayOf(said.mine, mine) }]),
    ...(canBeBoth
      ? [{ value: 'both' as const, label: 'Both', text: 'What each of you changed of it, or both beside each other.' }]
      : []),
    ...(who === 'both'
      ? []
      : [
          {
            value: who === 'mine' ? ('theirs' as const) : ('mine' as const),
            label: 'As before',
            text: sayOf(said.base, base),
          },
        ]),
  ];
  const chosen = taken ?? (who === 'both' ? null : usualPick(change));
  return (
    <Radio.Group
      label={nameOf(change)}
      description={who === 'both' && said.base ? `Before: ${said.base}` : undefined}
      value={chosen}
      onChange={(next) => {
        const option = options.find(({ value }) => value === next);
        if (option) onPick(option.value);
      }}
    >
      <div className={styles.options}>
        {options.map(({ value, label, text }) => (
          <Radio.Card key={value} value={value} className={styles.option}>
            <Radio.Indicator />
            <span>
              <strong>{label}</strong>
              <span>{text}</span>
            </span>
          </Radio.Card>
        ))}
      </div>
    </Radio.Group>
  );
}

const writeShort = (value: unknown): string => {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 300 ? `${text.slice(0, 300)} …` : text;
};

/** One of the texts is no YAML: both are kept, and one of them is gone on with. */
function WholeTexts({ draft, theirs }: Props) {
  return (
    <>
      <PageHead
        title="Somebody saved this draft meanwhile"
        lead="One of the two texts cannot be read as YAML, so they cannot be held against each other clause by clause. Keep a copy of yours, then choose."
      />
      <div className="row">
        <Button onClick={() => saveFile(draft.source, `${theirs.name} mine`)}>Save mine as a file</Button>
        <Button onClick={() => draft.settle(theirs.source, theirs)}>Go on with theirs</Button>
        <Button onClick={() => draft.settle(draft.source, theirs)}>Go on with mine</Button>
      </div>
    </>
  );
}

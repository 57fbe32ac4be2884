/** One part of the agreement: its clauses in order, each with the sentence that it is, opened one by one. */
import { ActionIcon, Button, Menu } from '@mantine/core';
import { type DragEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { PlainRecord } from '../../../src/core/agreement/plain-agreement.ts';
import { Card } from '../../ui/card.tsx';
import { Half } from '../../ui/half.tsx';
import { Icon } from '../../ui/icon.tsx';
import { EmptyState } from '../../ui/states.tsx';
import type { RowAction } from '../settings/row-actions.tsx';
import { say } from '../settings/say.tsx';
import { type Section, textOf } from './clause-fields.ts';
import { ClauseForm } from './clause-form.tsx';
import styles from './clauses.module.css';
import { freeKey, insertAt, moveAt, setAt, valueAt } from './draft-source.ts';
import { isWithin } from './read-draft.ts';
import { asClause, clausesOf, isThere, sections, sentencesOf } from './sections.ts';
import { TargetsPane } from './targets-pane.tsx';
import type { Draft } from './use-draft.ts';

type Props = {
  draft: Draft;
  data: PlainRecord;
  section: Section;
  /** Which clause is open; null for none. */
  open: number | null;
  onOpen: (index: number | null) => void;
};

export function SectionPane(props: Props) {
  const { section } = props;
  if (section.list?.isTable) return <TargetsPane {...props} />;
  return section.list ? <ListPane {...props} list={section.list} /> : <SinglePane {...props} />;
}

function titleOf({ title, side }: Section) {
  if (!side) return title;
  return (
    <span className={styles.sideTitle}>
      <Half department={side} />
      {title}
    </span>
  );
}

function SinglePane({ draft, data, section }: Props) {
  const { title, lead, path, begin, isNeeded } = section;
  const start = () => begin && draft.change(setAt(draft.source, path, begin));
  const isGiven = path.length === 0 || isThere(section, data);
  const text = sentencesOf(section, null, data, draft.reading);
  const remove = () => {
    draft.change(setAt(draft.source, path, undefined));
    say(`${title} is no part of the draft now. Undo takes it back.`);
  };
  // Rules and reasons stand in parts of their own: those are emptied there.
  const isRemovable = isGiven && !isNeeded && !/^(?:grades|answers)$/.test(section.id);
  return (
    <Card
      title={titleOf(section)}
      lead={lead}
      aside={
        isRemovable && (
          <Button data-size="small" variant="subtle" onClick={remove}>
            Take it out
          </Button>
        )
      }
    >
      {isGiven ? (
        <div className="stack">
          <Reads text={text} />
          <ClauseForm
            draft={draft}
            section={section}
            path={path}
            clause={path.length === 0 ? data : asClause(valueAt(data, path))}
          />
        </div>
      ) : (
        <EmptyState
          title="The agreement says nothing about this yet"
          action={
            <Button variant="filled" onClick={start}>
              Add {title.toLowerCase()}
            </Button>
          }
        >
          It begins with figures that are common, to be changed.
        </EmptyState>
      )}
    </Card>
  );
}

/** A clause as it will stand in the contract. */
export function Reads({ text }: { text: string | null }) {
  return (
    <div className={styles.reads} aria-live="polite" data-silent={text === null || undefined}>
      <p className={styles.readsLabel}>In the contract</p>
      <p>{text ?? 'Its sentence stands here once what is marked below is right.'}</p>
    </div>
  );
}

type ListProps = Props & { list: NonNullable<Section['list']> };

function ListPane({ draft, data, section, list, open, onOpen }: ListProps) {
  const { source, change, reading } = draft;
  const { path } = section;
  const clauses = clausesOf(section, data);
  const taken = useRef<number | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const [said, setSaid] = useState('');
  const nameOf = (index: number) => list.title(clauses[index] ?? {}) || `${list.noun} ${index + 1}`;
  const move = (from: number, to: number) => {
    if (to < 0 || to >= clauses.length || from === to) return;
    change(moveAt(source, path, from, to));
    setSaid(`${nameOf(from)} is number ${to + 1} of ${clauses.length} now.`);
    if (open === from) onOpen(to);
    else if (open !== null) onOpen(null);
  };
  const ids = clauses.map((clause) => (list.id ? clause[list.id] : null));
  const add = () => {
    // The group that holds the list is begun with it: rules need grades, reasons need verdicts.
    change(insertAt(withParent(source, section, data), path, clauses.length, list.blank(ids)));
    onOpen(clauses.length);
  };
  const duplicate = (index: number) => {
    const clause = clauses[index] ?? {};
    const { id } = list;
    const text = id ? textOf(clause[id]) : '';
    const copy = id ? { ...clause, [id]: id === 'key' ? freeKey(text, ids) : `${text} copy` } : clause;
    change(insertAt(source, path, index + 1, copy));
    onOpen(index + 1);
  };
  const remove = (index: number) => {
    change(setAt(source, [...path, index], undefined));
    onOpen(null);
    say(`"${nameOf(index)}" is taken out of the draft. Undo takes it back.`);
  };
  const end = () => {
    taken.current = null;
    setOver(null);
  };
  return (
    <Card title={titleOf(section)} lead={section.lead}>
      {clauses.length === 0 && (
        <p className="sub">The agreement says nothing about this yet: no {list.noun} is agreed.</p>
      )}
      <ol className={styles.clauses} aria-label={section.title}>
        {clauses.map((clause, index) => {
          const isOpen = open === index;
          const worst = worstOf(draft, [...path, index]);
          const text = sentencesOf(section, index, data, reading);
          return (
            <li
              // biome-ignore lint/suspicious/noArrayIndexKey: a clause is its place in the list; its name changes while it is typed
              key={index}
              className={styles.clause}
              data-open={isOpen || undefined}
              data-over={(over === index && taken.current !== index) || undefined}
              onDragOver={(event) => {
                if (taken.current === null) return;
                event.preventDefault();
                setOver(index);
              }}
              onDrop={(event) => {
                event.preventDefault();
                if (taken.current !== null) move(taken.current, index);
                end();
              }}
            >
              <div className={styles.clauseHead}>
                {/* biome-ignore lint/a11y/noStaticElementInteractions: only a pointer drags; the buttons beside it do the same for everybody */}
                <span
                  className={styles.handle}
                  draggable
                  title="Drag to another place"
                  onDragStart={(event: DragEvent<HTMLSpanElement>) => {
                    event.dataTransfer.effectAllowed = 'move';
                    event.dataTransfer.setData('text/plain', nameOf(index));
                    taken.current = index;
                  }}
                  onDragEnd={end}
                >
                  <Icon name="dots" />
                </span>
                <button
                  type="button"
                  className={styles.clauseName}
                  aria-expanded={isOpen}
                  onClick={() => onOpen(isOpen ? null : index)}
                >
                  <span>
                    <bdi>{nameOf(index)}</bdi>
                    {worst && <Mark is={worst} />}
                  </span>
                  {!isOpen && <small>{text ?? 'Not finished yet.'}</small>}
                </button>
                <div className={styles.tools}>
                  <Move name={nameOf(index)} isUp isOff={index === 0} onMove={() => move(index, index - 1)} />
                  <Move
                    name={nameOf(index)}
                    isUp={false}
                    isOff={index === clauses.length - 1}
                    onMove={() => move(index, index + 1)}
                  />
                  <ClauseMenu
                    of={nameOf(index)}
                    actions={[
                      ...(index > 0 ? [{ label: 'Move up', onClick: () => move(index, index - 1) }] : []),
                      ...(index < clauses.length - 1
                        ? [{ label: 'Move down', onClick: () => move(index, index + 1) }]
                        : []),
                      { label: 'Duplicate', onClick: () => duplicate(index) },
                      { label: 'Remove', danger: true, onClick: () => remove(index) },
                    ]}
                  />
                </div>
              </div>
              {isOpen && (
                <Opened>
                  <Reads text={text} />
                  <ClauseForm draft={draft} section={section} path={[...path, index]} clause={clause} />
                </Opened>
              )}
            </li>
          );
        })}
      </ol>
      <span className={styles.spoken} role="status">
        {said}
      </span>
      <Button leftSection={<Icon name="plus" />} onClick={add}>
        Add a {list.noun}
      </Button>
    </Card>
  );
}

/** It comes into sight when a problem or an address leads here. */
function Opened({ children }: { children: ReactNode }) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const top = ref.current?.getBoundingClientRect().top ?? 0;
    if (top < 0 || top > window.innerHeight - 160) ref.current?.scrollIntoView({ block: 'center' });
  }, []);
  return (
    <div ref={ref} className={styles.opened}>
      {children}
    </div>
  );
}

/** Clauses of some lists need the part around them. */
function withParent(source: string, { path }: Section, data: PlainRecord): string {
  const around = sections.find((one) => one.begin && path.length > 1 && one.path[0] === path[0]);
  if (!around?.begin || valueAt(data, around.path) !== undefined) return source;
  return setAt(source, around.path, around.begin);
}

function worstOf({ reading }: Draft, path: readonly (string | number)[]): 'error' | 'warning' | null {
  const own = reading.problems.filter(({ at }) => isWithin(at, path));
  if (own.some(({ severity }) => severity === 'error')) return 'error';
  return own.some(({ severity }) => severity === 'warning') ? 'warning' : null;
}

export function Mark({ is }: { is: 'error' | 'warning' }) {
  return (
    <span
      className={styles.mark}
      data-is={is}
      role="img"
      aria-label={is === 'error' ? 'has an error' : 'has a warning'}
    />
  );
}

function Move(props: { name: string; isUp: boolean; isOff: boolean; onMove: () => void }) {
  const { name, isUp, isOff, onMove } = props;
  const way = isUp ? 'up' : 'down';
  return (
    <ActionIcon
      aria-label={`Move ${name} ${way}`}
      title={`Move ${way}`}
      // It keeps the focus at the end of the list, where a disabled button would lose it.
      aria-disabled={isOff}
      onClick={onMove}
      className={isUp ? `${styles.move} ${styles.up}` : styles.move}
    >
      <Icon name="down" />
    </ActionIcon>
  );
}

function ClauseMenu({ of, actions }: { of: string; actions: readonly RowAction[] }) {
  return (
    <Menu position="bottom-end" width={180}>
      <Menu.Target>
        <ActionIcon aria-label={`Actions for ${of}`} title="Actions">
          <Icon name="dots" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {actions.map(({ label, onClick, danger }) => (
          <Menu.Item key={label} onClick={onClick} {...(danger ? { color: 'bad' } : {})}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

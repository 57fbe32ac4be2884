/** The parts of the agreement: what each holds, and where something is wrong. */
import { Select } from '@mantine/core';
import type { PlainRecord } from '../../../src/core/agreement/plain-agreement.ts';
import { Half } from '../../ui/half.tsx';
import styles from './agreement-editor.module.css';
import type { PlacedProblem } from './read-draft.ts';
import { Mark } from './section-pane.tsx';
import { clausesOf, isThere, sections, tallyOf } from './sections.ts';

type Props = {
  data: PlainRecord;
  problems: readonly PlacedProblem[];
  chosen: string;
  onChoose: (id: string) => void;
};

const groups = [...new Set(sections.map(({ group }) => group))];

export function Outline({ data, problems, chosen, onChoose }: Props) {
  const tally = tallyOf(problems);
  const markOf = (id: string) => {
    const { errors = 0, warnings = 0 } = tally.get(id) ?? {};
    return errors > 0 ? 'error' : warnings > 0 ? 'warning' : null;
  };
  return (
    <>
      <nav className={styles.outline} aria-label="Parts of the agreement">
        {groups.map((group) => (
          <div key={group}>
            <p className={styles.group}>{group}</p>
            <ul>
              {sections
                .filter((section) => section.group === group)
                .map((section) => {
                  const { id, title, side, list } = section;
                  const mark = markOf(id);
                  const count = list ? clausesOf(section, data).length : isThere(section, data) ? null : 0;
                  return (
                    <li key={id}>
                      <button
                        type="button"
                        aria-current={id === chosen ? 'true' : undefined}
                        data-empty={count === 0 || undefined}
                        onClick={() => onChoose(id)}
                      >
                        <span>
                          {side && <Half department={side} />}
                          {title}
                        </span>
                        {mark && <Mark is={mark} />}
                        {count !== null && <small>{count === 0 ? '' : count}</small>}
                      </button>
                    </li>
                  );
                })}
            </ul>
          </div>
        ))}
      </nav>
      <Select
        className={styles.outlineSelect}
        label="Part of the agreement"
        data={groups.map((group) => ({
          group,
          items: sections
            .filter((section) => section.group === group)
            .map((section) => {
              const mark = markOf(section.id);
              const count = section.list ? clausesOf(section, data).length : 0;
              return {
                value: section.id,
                label: `${section.title}${count > 0 ? ` (${count})` : ''}${mark ? `, ${mark}` : ''}`,
              };
            }),
        }))}
        value={chosen}
        onChange={(next) => next && onChoose(next)}
        maxDropdownHeight={420}
      />
    </>
  );
}

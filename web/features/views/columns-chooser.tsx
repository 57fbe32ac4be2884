/** Which columns a table has, in which order, and how close its rows stand. */
import { ActionIcon, Button, Checkbox, Popover, SegmentedControl } from '@mantine/core';
import { Icon } from '../../ui/icon.tsx';
import styles from './views.module.css';

export type ColumnName = { key: string; header: string; isFixed?: boolean };

type Props = {
  /** All that there are; those that are shown come first, in their order. */
  columns: readonly ColumnName[];
  shown: readonly string[];
  onChange: (keys: string[]) => void;
  density: 'calm' | 'compact';
  onDensity: (density: 'calm' | 'compact') => void;
};

export function ColumnsChooser({ columns, shown, onChange, density, onDensity }: Props) {
  const byKey = new Map(columns.map((column) => [column.key, column]));
  const chosen = shown.flatMap((key) => byKey.get(key) ?? []);
  const others = columns.filter(({ key }) => !shown.includes(key));
  const move = (key: string, by: -1 | 1) => {
    const from = shown.indexOf(key);
    const next = shown.filter((one) => one !== key);
    next.splice(from + by, 0, key);
    onChange(next);
  };
  return (
    <Popover position="bottom-end" withinPortal trapFocus returnFocus>
      <Popover.Target>
        <Button variant="subtle">Columns</Button>
      </Popover.Target>
      <Popover.Dropdown className={styles.columns} aria-label="Columns">
        <SegmentedControl
          fullWidth
          aria-label="Distance of the rows"
          data={[
            { value: 'calm', label: 'Calm' },
            { value: 'compact', label: 'Compact' },
          ]}
          value={density}
          onChange={(next) => onDensity(next === 'compact' ? 'compact' : 'calm')}
        />
        <ul>
          {chosen.map(({ key, header, isFixed = false }, place) => (
            <li key={key}>
              <Checkbox
                label={<bdi>{header}</bdi>}
                checked
                disabled={isFixed}
                onChange={() => onChange(shown.filter((one) => one !== key))}
              />
              {!isFixed && (
                <span>
                  <ActionIcon
                    aria-label={`${header} further to the left`}
                    disabled={place <= 1}
                    className={styles.up}
                    onClick={() => move(key, -1)}
                  >
                    <Icon name="down" />
                  </ActionIcon>
                  <ActionIcon
                    aria-label={`${header} further to the right`}
                    disabled={place === chosen.length - 1}
                    onClick={() => move(key, 1)}
                  >
                    <Icon name="down" />
                  </ActionIcon>
                </span>
              )}
            </li>
          ))}
          {others.map(({ key, header }) => (
            <li key={key}>
              <Checkbox label={<bdi>{header}</bdi>} checked={false} onChange={() => onChange([...shown, key])} />
            </li>
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
}

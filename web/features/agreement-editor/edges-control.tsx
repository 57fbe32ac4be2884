/** From which score on each grade is given: edges that descend, with the bands that they make. */
import { Slider } from '@mantine/core';
import '@mantine/core/styles/Slider.layer.css';
import { isPlainRecord, type Plain } from '../../../src/core/agreement/plain-agreement.ts';
import styles from './controls.module.css';
import { Count, Parts } from './parts-control.tsx';

type Props = {
  label: string;
  help?: string;
  error: string | undefined;
  /** From the best down. */
  names: readonly string[];
  /** What everything below the last edge is. */
  below: string;
  value: Plain | undefined;
  onChange: (value: Plain) => void;
};

export function EdgesControl({ label, help, error, names, below, value, onChange }: Props) {
  const edges = isPlainRecord(value) ? value : {};
  const edgeOf = (name: string): number | null => {
    const edge = edges[name];
    return typeof edge === 'number' ? edge : null;
  };
  const put = (name: string, edge: number | null) => {
    const { [name]: _gone, ...rest } = edges;
    onChange(edge === null ? rest : { ...edges, [name]: edge });
  };
  const bounds = [100, ...names.map((name) => edgeOf(name) ?? 0), 0];
  const rises = names.filter(
    (name, index) => index > 0 && (edgeOf(name) ?? 0) >= (edgeOf(names[index - 1] ?? '') ?? 101),
  );
  const fault =
    error ?? (rises.length > 0 ? `The edges must descend: ${rises.join(' and ')} must be lower.` : undefined);
  return (
    <Parts label={label} error={fault} {...(help ? { help } : {})}>
      <div className={styles.edges}>
        <div className={styles.bands} aria-hidden="true">
          {[...names, below].map((name, index) => (
            <span
              key={name}
              style={{ flexGrow: Math.max((bounds[index] ?? 0) - (bounds[index + 1] ?? 0), 0.5) }}
              data-band={index}
            >
              {name}
            </span>
          ))}
        </div>
        {names.map((name) => (
          <div key={name} className={styles.edge}>
            <span>{name} from</span>
            <Slider
              thumbLabel={`${label} ${name} from`}
              label={null}
              min={0}
              max={100}
              value={edgeOf(name) ?? 0}
              onChange={(edge) => put(name, edge)}
            />
            <Count
              label={`${label} ${name}, score`}
              value={edgeOf(name)}
              isWhole={false}
              onChange={(edge) => put(name, edge)}
            />
          </div>
        ))}
      </div>
    </Parts>
  );
}

/** The YAML of one clause, taken over as soon as it can be read. */
import { useState } from 'react';
import styles from './controls.module.css';
import { type Path, replaceAt, yamlAt } from './draft-source.ts';
import { YamlText } from './yaml-text.tsx';

export function YamlPane(props: { source: string; path: Path; onChange: (source: string) => void }) {
  const { source, path, onChange } = props;
  const [typed, setTyped] = useState(() => yamlAt(source, path));
  const [fault, setFault] = useState<{ line: number; text: string } | null>(null);
  const type = (next: string) => {
    setTyped(next);
    const result = replaceAt(source, path, next);
    if ('text' in result) {
      setFault(null);
      onChange(result.text);
      return;
    }
    const { position, message, remedy } = result.problem;
    setFault({ line: position.line, text: `Line ${position.line}, column ${position.column}: ${message} ${remedy}` });
  };
  return (
    <div className={styles.control}>
      <YamlText
        label="YAML of this clause"
        value={typed}
        onChange={type}
        faults={fault ? [fault.line] : []}
        rows={10}
      />
      {fault ? (
        <p className="mantine-InputWrapper-error" role="alert">
          {fault.text} What was readable last stays in the draft.
        </p>
      ) : (
        <p className="sub">What you type here is in the draft at once, with its comments.</p>
      )}
    </div>
  );
}

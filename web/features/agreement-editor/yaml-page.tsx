/** The whole text for whoever writes YAML: with line numbers, problems that lead to their line, and the text in and out. */
import { Button, FileButton } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { useRef } from 'react';
import { longestText } from '../../../src/core/agreement/text-edit.ts';
import { notify } from '../../ui/notify.ts';
import { countProblems, ProblemList } from './problem-list.tsx';
import type { PlacedProblem } from './read-draft.ts';
import type { Draft } from './use-draft.ts';
import styles from './yaml.module.css';
import { YamlText } from './yaml-text.tsx';

export function YamlPage({ draft }: { draft: Draft }) {
  const { source, change, reading, version } = draft;
  const field = useRef<HTMLTextAreaElement>(null);
  const clipboard = useClipboard({ timeout: 2500 });
  const go = ({ line, column }: PlacedProblem) => {
    const area = field.current;
    if (!area) return;
    const offset =
      source
        .split('\n')
        .slice(0, line - 1)
        .join('\n').length +
      (line > 1 ? 1 : 0) +
      column -
      1;
    area.focus();
    area.setSelectionRange(offset, offset);
    area.scrollTop = Math.max(0, (line - 5) * 20);
  };
  const take = async (file: File | null) => {
    if (!file) return;
    const text = file.size > longestText * 4 ? null : await file.text();
    if (text === null || text.length > longestText)
      return void notify('The file is too long for an agreement.', { color: 'bad' });
    change(text.replace(/\r\n?/g, '\n').replace(/^\uFEFF/, ''));
    void notify('The file is in the draft now. Undo takes it back.');
  };
  return (
    <div className={styles.whole}>
      <div className={styles.wholeText}>
        <div className={styles.textActions}>
          <FileButton accept=".yaml,.yml,text/yaml,text/plain" onChange={(file) => void take(file)}>
            {(props) => (
              <Button data-size="small" {...props}>
                Replace by a file
              </Button>
            )}
          </FileButton>
          <Button data-size="small" onClick={() => saveFile(source, version.name)}>
            Save as a file
          </Button>
          <Button data-size="small" onClick={() => clipboard.copy(source)}>
            <span aria-live="polite">{clipboard.copied ? 'Copied' : 'Copy'}</span>
          </Button>
        </div>
        <YamlText
          label="The agreement as YAML"
          value={source}
          onChange={change}
          faults={reading.problems.filter(({ severity }) => severity === 'error').map(({ line }) => line)}
          field={field}
        />
      </div>
      <section aria-label="Problems of the text" className={styles.wholeProblems}>
        <h3>{countProblems(reading.problems)}</h3>
        <ProblemList
          problems={reading.problems}
          onGo={go}
          where={({ line, column }) => `Line ${line}, column ${column}`}
        />
      </section>
    </div>
  );
}

/** `first-agreement.yaml` */
export function saveFile(text: string, name: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/yaml' }));
  const base =
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'agreement';
  Object.assign(document.createElement('a'), { href: address, download: `${base}.yaml` }).click();
  URL.revokeObjectURL(address);
}

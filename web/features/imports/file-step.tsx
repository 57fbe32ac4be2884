/** What was found in a file: how it is written, where its header is, whose export it is, and what its rows are. */
import { Radio } from '@mantine/core';
import { importKinds } from '../../../src/core/imports/fields.ts';
import type { Import, ImportPreview } from '../../../src/features/imports/schema.ts';
import { useFormat } from '../../format.ts';
import { Card } from '../../ui/card.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import shared from '../settings/settings.module.css';
import { delimiterName, kindLead, kindName, presetName } from './import-words.ts';
import styles from './imports.module.css';
import { MappingProblem } from './mapping-problem.tsx';
import { RawRows } from './raw-rows.tsx';
import type { DraftProps } from './use-mapping.ts';

export function FileStep({ given, preview, mapping }: DraftProps) {
  const known = importKinds.find((kind) => kind === mapping.values.kind);
  return (
    <>
      <Card title="What was found in the file">
        <div className="stack">
          <Facts given={given} preview={preview} />
          <Radio.Group
            label="What is each row?"
            description={
              given.preset
                ? 'The program says it. Another choice proposes all columns anew.'
                : 'Guessed from the headers. Another choice proposes all columns anew.'
            }
            value={mapping.values.kind}
            error={mapping.faults.kind}
            onChange={(value) => {
              const kind = importKinds.find((each) => each === value);
              if (kind && kind !== known) void mapping.changeKind(kind);
            }}
          >
            <div className={shared.choices}>
              {importKinds.map((kind) => (
                <Radio key={kind} value={kind} label={kindName(kind)} description={kindLead(kind)} />
              ))}
            </div>
          </Radio.Group>
          <MappingProblem mapping={mapping} />
        </div>
      </Card>
      <Card
        flush
        title="The first rows, as they stand in the file"
        lead="If they look wrong, save the file anew as CSV in UTF-8, or as Excel, and choose that."
      >
        <RawRows preview={preview} />
      </Card>
      <div className={styles.foot}>
        <LinkButton to="/settings/imports/new">Choose another file</LinkButton>
        <LinkButton
          variant="filled"
          to="/settings/imports/$importId"
          params={{ importId: given.id }}
          search={{ step: 'columns' }}
        >
          Go on to the columns
        </LinkButton>
      </div>
    </>
  );
}

function Facts({ given, preview }: { given: Import; preview: ImportPreview }) {
  const format = useFormat();
  const { encoding, delimiter, headerRow, columns } = preview;
  const above = headerRow === 1 ? 'one row' : `${format.number(headerRow)} rows`;
  const facts: [string, string][] = [
    [
      'Written as',
      delimiter === null ? 'An Excel workbook, its first sheet' : `CSV, parted by ${delimiterName(delimiter)}`,
    ],
    ...(encoding ? [['Encoding', encoding.toUpperCase()] as [string, string]] : []),
    ['Header', headerRow === 0 ? 'In the first row' : `Below ${above} of other text`],
    ['Exported from', presetName(given.preset) ?? 'No program that is known by its headers'],
    ['In it', `${format.number(given.rowCount)} rows of ${format.number(columns.length)} columns`],
  ];
  return (
    <dl className={shared.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

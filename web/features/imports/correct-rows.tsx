/** Refused rows as fields: corrected, they are brought in as a file of their own, read as the first one was. */
import { Button, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { problemHeader } from '../../../src/core/imports/header-key.ts';
import {
  checkImport,
  type Import,
  type ImportPreview,
  listRows,
  type ReportRow,
  readImport,
} from '../../../src/features/imports/schema.ts';
import { ApiError, call } from '../../api.ts';
import { useFormat } from '../../format.ts';
import { queryOf, usePages } from '../../queries.ts';
import { Card } from '../../ui/card.tsx';
import { FormProblem } from '../../ui/form.tsx';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import { Verdict } from '../../ui/verdict.tsx';
import styles from './imports.module.css';
import { useUpload } from './upload-box.tsx';
import { correctedName, writeCsv } from './write-csv.ts';

/** More than this nobody corrects by hand in a browser: the error file is for them. */
const most = 50;

type Props = { given: Import; preview: ImportPreview; onClose: () => void };

export function CorrectRows(props: Props) {
  const { given } = props;
  const list = usePages(listRows, { params: { importId: given.id }, query: { status: 'fault', limit: most } });
  if (!list.rows) {
    return (
      <Card flush>
        {list.error ? (
          <ErrorState error={list.error} what="The refused rows could not be loaded." retry={list.reload} />
        ) : (
          <LoadingState lines={6} label="Loading the refused rows" />
        )}
      </Card>
    );
  }
  return <Correction {...props} rows={list.rows.slice(0, most)} />;
}

function Correction({ given, preview, rows, onClose }: Props & { rows: ReportRow[] }) {
  const format = useFormat();
  const [changed, setChanged] = useState<ReadonlyMap<string, string>>(new Map());
  const sender = useSending(given, preview);
  const shown = preview.columns.flatMap(({ field, header }, at) => (field === null ? [] : [{ header, at }]));
  const cellOf = (row: ReportRow, at: number) => changed.get(`${row.number}.${at}`) ?? row.cells[at] ?? '';
  const count = rows.length === 1 ? 'this row' : `these ${format.number(rows.length)} rows`;
  return (
    <Card
      title="Correct the refused rows"
      lead={
        given.counts.faults > rows.length
          ? `The first ${rows.length} of ${format.number(given.counts.faults)}. For all of them, correct the error file.`
          : 'They become an import of their own, read as this one was. The other rows are not touched.'
      }
    >
      <form
        noValidate
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          const cells = rows.map((row) => preview.columns.map((_, at) => cellOf(row, at)));
          void sender.send(cells);
        }}
      >
        <ol className={styles.corrections}>
          {rows.map((row) => (
            <li key={row.number}>
              <fieldset>
                <legend>Row {row.number}</legend>
                <p>
                  <Verdict is="bad">Refused</Verdict> <bdi>{row.problem}</bdi>
                </p>
                <div className={styles.corrected}>
                  {shown.map(({ header, at }) => (
                    <TextInput
                      key={at}
                      label={<bdi>{header || `Column ${at + 1}`}</bdi>}
                      value={cellOf(row, at)}
                      onChange={(event) => {
                        const text = event.currentTarget.value;
                        setChanged((before) => new Map(before).set(`${row.number}.${at}`, text));
                      }}
                    />
                  ))}
                </div>
              </fieldset>
            </li>
          ))}
        </ol>
        <FormProblem problem={sender.problem} />
        <div className={styles.foot}>
          <Button onClick={onClose}>Back</Button>
          <Button type="submit" variant="filled" loading={sender.isBusy} disabled={changed.size === 0}>
            Import {count} alone
          </Button>
        </div>
      </form>
    </Card>
  );
}

/** Uploads the rows as a file and counts at once what it would do: its columns are those of the file before. */
function useSending(given: Import, preview: ImportPreview) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [checking, setChecking] = useState(false);
  const [refusal, setRefusal] = useState<ApiError | null>(null);
  const sender = useUpload((made) => void goOn(made));
  const goOn = async ({ id }: Import) => {
    const params = { importId: id };
    setChecking(true);
    try {
      client.setQueryData(queryOf(readImport, { params }).queryKey, await call(checkImport, { params }));
      await navigate({ to: '/settings/imports/$importId', params, search: { step: 'check' } });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setRefusal(error);
      // What is missing is asked for where it can be said.
      await navigate({ to: '/settings/imports/$importId', params, search: { step: 'columns' } });
    } finally {
      setChecking(false);
    }
  };
  const kept = preview.columns.flatMap(({ header }, at) => (header === problemHeader ? [] : [at]));
  return {
    isBusy: sender.sending !== null || checking,
    problem: sender.problem ?? refusal,
    send: (rows: readonly (readonly string[])[]) => {
      const headers = preview.columns.map(({ header }) => header);
      const text = writeCsv([headers, ...rows].map((cells) => kept.map((at) => cells[at] ?? '')));
      return sender.send(new File([text], correctedName(given.name), { type: 'text/csv' }));
    },
  };
}

/** Takes a file by drag and drop or by choice, and shows how far its upload is. */
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type DragEvent, useRef, useState } from 'react';
import { type Import, listImports, uploadFile } from '../../../src/features/imports/schema.ts';
import { ApiError } from '../../api.ts';
import { useFormat } from '../../format.ts';
import { FormProblem } from '../../ui/form.tsx';
import { Icon } from '../../ui/icon.tsx';
import { upload } from '../../upload.ts';
import styles from './imports.module.css';
import { Meter } from './meter.tsx';

/** As the server takes it; said before minutes of uploading are lost. */
const mostBytes = 64 * 1024 * 1024;

type Sending = { file: File; share: number; stop: AbortController };

export function UploadBox(props: {
  /** What is asked for: "Drop a CSV or Excel file here". */
  words: string;
  choose: string;
  onDone: (made: Import) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const sender = useUpload(props.onDone);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file) void sender.send(file);
  };
  if (sender.sending) return <Progress sending={sender.sending} />;
  return (
    <div className="stack">
      <FormProblem problem={sender.problem} kept="Nothing was brought in." />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way beside the button inside */}
      <div
        className={styles.drop}
        data-over={isOver || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <Icon name="upload" size={24} />
        <p className={styles.dropWords}>{props.words}</p>
        <p className="sub">CSV in any usual encoding, or Excel (.xlsx); up to 64 MB.</p>
        <Button variant="filled" onClick={() => input.current?.click()}>
          {props.choose}
        </Button>
        <input
          ref={input}
          type="file"
          hidden
          aria-label={props.choose}
          accept=".csv,.tsv,.txt,.xlsx,text/csv,text/plain,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            event.currentTarget.value = '';
            if (file) void sender.send(file);
          }}
        />
      </div>
    </div>
  );
}

function Progress({ sending: { file, share, stop } }: { sending: Sending }) {
  const format = useFormat();
  const isSent = share >= 1;
  return (
    <div className={styles.sending}>
      <p>
        <bdi>{file.name}</bdi>
      </p>
      <Meter
        label={isSent ? 'Reading the rows' : 'Uploading'}
        share={isSent ? null : share}
        words={isSent ? 'Reading the rows…' : `Uploading, ${format.percent(share)}`}
      />
      {!isSent && <Button onClick={() => stop.abort()}>Stop</Button>}
    </div>
  );
}

/** Sends one file at a time. */
export function useUpload(onDone: (made: Import) => void) {
  const client = useQueryClient();
  const [sending, setSending] = useState<Sending | null>(null);
  const [problem, setProblem] = useState<ApiError | null>(null);
  const send = async (file: File) => {
    const stop = new AbortController();
    setProblem(refusalOf(file));
    if (refusalOf(file)) return;
    setSending({ file, share: 0, stop });
    try {
      // What a name of a file may have and a line of text may not is left out.
      const query = {
        name:
          file.name
            .slice(-200)
            .replace(/[\p{Cc}\p{Cs}]+/gu, '')
            .trim() || 'file.csv',
      };
      const onProgress = (share: number) => setSending({ file, share, stop });
      const made = await upload(uploadFile, { query }, file, { onProgress, signal: stop.signal });
      await client.invalidateQueries({ queryKey: [listImports.id] });
      onDone(made);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.code !== 'upload.stopped') setProblem(error);
    } finally {
      setSending(null);
    }
  };
  return { sending, problem, send };
}

function refusalOf({ size }: File): ApiError | null {
  const refuse = (code: string, message: string) => new ApiError({ status: 0, code, message });
  if (size === 0) return refuse('file.empty', 'The file is empty. Choose another one.');
  if (size <= mostBytes) return null;
  return refuse(
    'file.too-large',
    'The file is larger than 64 MB. Part it in two, each with the header, and try again.',
  );
}

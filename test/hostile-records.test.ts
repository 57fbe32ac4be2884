import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { writeXlsx } from '../src/connectors/xlsx-writer.ts';
import type { WorkspaceId } from '../src/context.ts';
import { isBlankCell } from '../src/core/imports/read-cell.ts';
import { createAccount, listAccounts } from '../src/features/accounts/schema.ts';
import { draftAgreement } from '../src/features/agreements/schema.ts';
import { listAudit } from '../src/features/audit/schema.ts';
import { listMessages } from '../src/features/capture/schema.ts';
import { countQuery, createContact, listContacts } from '../src/features/contacts/schema.ts';
import { exportContacts } from '../src/features/exports/schema.ts';
import { createForm, getForm } from '../src/features/forms/schema.ts';
import { editImport, previewImport, readImport, startImport, uploadFile } from '../src/features/imports/schema.ts';
import { createNote, listNotes } from '../src/features/notes/schema.ts';
import { search } from '../src/features/search/schema.ts';
import { createSource } from '../src/features/sources/schema.ts';
import { createTask, listTasks } from '../src/features/tasks/schema.ts';
import { useTestApp } from './app.ts';
import { createMember, createWorkspace, type TestMember } from './fixtures.ts';
import { browser } from './forms.ts';
import { hasNaughty, isLine, isProse, kept, naughty, noNaughty } from './hostile.ts';

if (!hasNaughty) console.log(noNaughty);

type Page<Row> = { data: Row[]; nextCursor: string | null };

/** Each naughty string through the fields where most text is, written and read back over the API. */
describe.skipIf(!hasNaughty)('every naughty string', { timeout: 60_000 }, () => {
  const test = useTestApp();
  let workspace: WorkspaceId;
  let admin: TestMember;
  let contactId = '';
  const lines = naughty.filter(isLine);

  const start = async () => {
    workspace = await createWorkspace(test);
    admin = await createMember(test, workspace, { role: 'admin' });
  };
  beforeAll(start);
  const readAll = async <Row>(read: (page: { cursor?: string; limit: number }) => Promise<Page<Row>>) => {
    const rows: Row[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page: Page<Row> = await read({ limit: 200, ...(cursor ? { cursor } : {}) });
      rows.push(...page.data);
      cursor = page.nextCursor;
    }
    return rows;
  };
  const people = () => readAll((query) => test.call(admin, listContacts, { query }));

  it('is the name and the title of a person, or is refused with the field', async () => {
    for (const text of naughty) {
      const names = { name: text, firstName: text, lastName: text, title: text };
      const { status, body } = await test.send(admin, createContact, { body: { ...names, anyway: true } });
      expect([text, status]).toEqual([text, isLine(text) ? 201 : 400]);
      if (status === 201) expect(body).toMatchObject({ firstName: kept(text), lastName: kept(text) });
      else expect(body.errors?.map(({ pointer }) => pointer)).toEqual(expect.arrayContaining(['#/name', '#/title']));
      contactId = body.id ?? contactId;
    }
    const found = await people();
    for (const column of ['name', 'title', 'label'] as const) {
      expect(found.map((row) => row[column]).sort()).toEqual(lines.map(kept).sort());
    }
    const { data } = await test.call(admin, listAudit, { query: { verb: 'contact.created', limit: 200 } });
    const told = new Set(lines.map(kept));
    expect(data.length).toBe(200);
    for (const { after } of data) expect(told.has(String(after?.title))).toBe(true);
  });

  it('is looked for without an error, and a condition finds who has it', async () => {
    for (const [at, text] of naughty.entries()) {
      // Each way is taken by a third of them, so that the test stays short.
      if (at % 3 === 0) {
        const answer = await test.send(admin, listContacts, { query: { search: text.slice(0, 100), limit: 5 } });
        expect([text, answer.status]).toEqual([text, 200]);
      } else if (at % 3 === 1) {
        const answer = await test.send(admin, search, { query: { q: text.slice(0, 100) } });
        expect([text, answer.status]).toEqual([text, kept(text.slice(0, 100)) === '' ? 400 : 200]);
      } else if (isLine(text)) {
        const filter = { all: [{ field: 'contact.title', op: 'equals', value: kept(text) }] };
        const { count } = await test.call(admin, countQuery, { body: { filter } });
        expect([text, count > 0]).toEqual([text, true]);
      }
    }
    const csv = await test.call(admin, exportContacts, { body: { columns: ['name', 'title'] } });
    expect(csv).toContain('<script>alert');
    // What a spreadsheet would run stands behind an apostrophe.
    expect(csv.split('\r\n').filter((line) => /^"?[=+\-@]/.test(line))).toEqual([]);
  });

  it('is an own field exactly as it was sent', async () => {
    const sent = naughty.filter((text) => [...text].length <= 500);
    for (const [at, text] of sent.entries()) {
      const body = { name: `Plant ${at}`, fields: { a: text }, anyway: true };
      await test.call(admin, createAccount, { body });
    }
    const found = await readAll((query) => test.call(admin, listAccounts, { query }));
    // An empty text is no value.
    const values = found.map(({ fields }) => fields.a ?? '').sort();
    expect(values).toEqual([...sent].sort());
  });

  it('is a note, and the title and the note of a task', async () => {
    for (const text of naughty) {
      const noted = await test.send(admin, createNote, { body: { contactId, body: text } });
      expect([text, noted.status]).toEqual([text, isProse(text) ? 201 : 400]);
      const title = isLine(text) ? text : 'Call';
      const task = await test.send(admin, createTask, { body: { title, note: text } });
      expect([text, task.status]).toEqual([text, isProse(text) ? 201 : 400]);
    }
    const prose = naughty.filter(isProse).map(kept).sort();
    const notes = await readAll((query) => test.call(admin, listNotes, { query: { ...query, contactId } }));
    expect(notes.map(({ body }) => body).sort()).toEqual(prose);
    const tasks = await readAll((query) => test.call(admin, listTasks, { query }));
    expect(tasks.map(({ note }) => note).sort()).toEqual(prose);
    for (const { title, note } of tasks) expect(title).toBe(isLine(note ?? '') ? note : 'Call');
  });

  it('is a label, a help and a choice of a form', async () => {
    for (let from = 0; from < lines.length; from += 50) {
      const some = lines.slice(from, from + 50);
      const fields = some.map((label, at) => ({
        ...{ key: `f${at}`, kind: 'choice' as const, label, help: label, options: [label, 'Other'] },
      }));
      const text = some.join('\n');
      const made = await test.call(admin, createForm, {
        body: {
          ...{ name: some[0] ?? '', slug: `form-${from}`, fields, button: some[0] ?? '' },
          ...{ intro: text.slice(0, 2000), consents: [{ purpose: 'contact', text: text.slice(0, 2000) }] },
        },
      });
      const read = await test.call(admin, getForm, { params: { formId: made.id } });
      expect(read.fields.map(({ label, help, options }) => [label, help, options[0]])).toEqual(
        some.map((label) => [kept(label), kept(label), kept(label)]),
      );
      expect([read.intro, read.consents[0]?.text]).toEqual([kept(text.slice(0, 2000)), kept(text.slice(0, 2000))]);
    }
  });

  it('stands in the text of an agreement, which is kept to the letter', async () => {
    const file = readFileSync(new URL('../docs/example-agreement.yaml', import.meta.url), 'utf8');
    const comments = naughty.map((text) => `# ${text}`).join('\n');
    const commented = await test.call(admin, draftAgreement, {
      body: { from: 'text', source: `${file}\n${comments}\n` },
    });
    expect(commented.source).toBe(`${file}\n${comments}\n`);
    const agreement = parse(file) as { vocabulary: object[]; personas: object[] };
    agreement.vocabulary = lines.map((term) => ({ term, owner: 'head-of-sales', means: term }));
    agreement.personas = agreement.personas.map((persona, at) => ({ ...persona, name: lines[at], decides: lines[at] }));
    const source = stringify(agreement);
    const drafted = await test.call(admin, draftAgreement, { body: { from: 'text', source } });
    expect(drafted.source).toBe(source);
  });

  it('is sent by a tracker and kept whole, and is a trait', async () => {
    await start();
    const source = await test.call(admin, createSource, { body: { name: 'Shop', kind: 'server' } });
    const sent = naughty.map((text, at) => ({
      ...{
        type: 'identify',
        userId: `u${at}`,
        messageId: `i${at}`,
        traits: { title: text, plan: text, [`k${text}`]: 1 },
      },
    }));
    const tracked = naughty.map((text, at) => ({
      ...{
        type: 'track',
        userId: `u${at}`,
        messageId: `t${at}`,
        event: kept(text) || 'Blank',
        properties: { text, url: text },
      },
      context: { page: { url: text, referrer: text, title: text }, campaign: { name: text, source: text } },
    }));
    for (let from = 0; from < naughty.length; from += 100) {
      const batch = [...sent.slice(from, from + 100), ...tracked.slice(from, from + 100)];
      const answer = await test.app.inject({
        ...{ method: 'POST', url: '/v1/batch', payload: { batch } },
        headers: { host: 'baton.test', 'user-agent': browser, authorization: `Basic ${btoa(`${source.writeKey}:`)}` },
      });
      expect(answer.statusCode).toBe(200);
    }
    const params = { sourceId: source.id };
    const stored = await readAll((query) => test.call(admin, listMessages, { params, query }));
    const bodies = new Map(stored.map(({ messageId, body }) => [messageId, body]));
    for (const message of [...sent, ...tracked]) expect(bodies.get(message.messageId)).toEqual(message);
    await test.runLoops();
    // A trait is one line of at most 500 characters: control characters become spaces.
    const trait = (text: string) =>
      kept(text.replace(/\p{Cc}+/gu, ' '))
        .slice(0, 500)
        .trim();
    const found = await people();
    expect(found.map(({ title }) => title ?? '').sort()).toEqual(naughty.map(trait).sort());
  });

  it.each(['csv', 'xlsx'] as const)('is a cell of a file (%s)', async (kind) => {
    await start();
    // A cell of a workbook has no control character, and nothing else that XML cannot hold.
    const cells = naughty.map((text) =>
      kind === 'csv' ? text : text.replace(/[^\t\n\r -~\u0085\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, ''),
    );
    const headers = ['Record ID', 'Job Title', 'Plan'];
    const rows = cells.map((text, at) => [`r-${at}`, text, text]);
    const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
    const file =
      kind === 'csv'
        ? [headers, ...rows].map((row) => row.map(quote).join(',')).join('\r\n')
        : await writeXlsx(headers, rows);
    const { id } = await test.call(admin, uploadFile, {
      query: { name: `naughty.${kind}`, kind: 'contacts' },
      body: file,
    });
    const params = { importId: id };
    const preview = await test.call(admin, previewImport, { params });
    const fields = ['contact.external-id', 'contact.title', 'contact.custom.plan'];
    const columns = fields.map((field) => ({ field, type: 'text' as const, dateOrder: null, decimal: null }));
    expect(preview.columns.map(({ header }) => header)).toEqual(headers);
    const { version } = await test.call(admin, readImport, { params });
    await test.call(admin, editImport, { params, version, body: { columns } });
    await test.call(admin, startImport, { params, body: {} });
    await test.runJobs();
    const { counts } = await test.call(admin, readImport, { params });
    expect(counts).toMatchObject({ created: naughty.length, faults: 0 });
    const found = await people();
    // Other programs write `null` and `-` where there is nothing, and an apostrophe before what looks like a formula.
    const line = (text: string) =>
      isBlankCell(text)
        ? ''
        : kept(text.replace(/\p{Cc}+/gu, ' '))
            .slice(0, 500)
            .trim();
    expect(found.map(({ title }) => title ?? '').sort()).toEqual(cells.map(line).sort());
    expect(found.map(({ fields }) => fields.plan ?? '').sort()).toEqual(
      cells.map((text) => (isBlankCell(text) ? '' : kept(text))).sort(),
    );
  });
});

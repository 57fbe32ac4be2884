import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { lapText } from '../../../test/agreements.ts';
import { useTestApp } from '../../../test/app.ts';
import { createMember, createWorkspace, type TestMember } from '../../../test/fixtures.ts';
import { draftAgreement, proposeAgreement, signAgreement } from './schema.ts';

describe('the agreement on paper', () => {
  const test = useTestApp();

  const head = async () => {
    const workspace = await createWorkspace(test);
    return createMember(test, workspace, { name: 'Zoë Ωmega', role: 'head', heads: ['marketing', 'sales'] });
  };
  const draft = (by: TestMember, source: string) => test.call(by, draftAgreement, { body: { from: 'text', source } });
  const download = async (by: TestMember, versionId: string, form: 'pdf' | 'yaml') => {
    const url = `/api/agreements/${versionId}/${form}`;
    return test.app.inject({ method: 'GET', url, headers: { host: 'baton.test', cookie: by.cookie ?? '' } });
  };
  /** What the streams of a PDF hold: pages, fonts and attached files. */
  const readStreams = (pdf: Buffer) =>
    [...pdf.toString('latin1').matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)].flatMap(([, bytes = '']) => {
      try {
        return inflateSync(Buffer.from(bytes, 'latin1')).toString('utf8');
      } catch {
        return [];
      }
    });

  it('has the hash of the API, the text that has it, and the same bytes each time', async () => {
    const zoe = await head();
    const { id, version } = await draft(zoe, `# A word of the authors.\n${lapText}`);
    const params = { versionId: id };
    const body = { message: 'Please sign. ❤', for: 'sales', waveSize: 3 } as const;
    const { hash, proposal } = await test.call(zoe, proposeAgreement, { params, body, version });
    for (const party of ['marketing', 'sales'] as const) {
      await test.call(zoe, signAgreement, { params, body: { party, hash: hash ?? '', proposal } });
    }
    const answer = await download(zoe, id, 'pdf');
    expect(answer.headers).toMatchObject({ 'content-type': 'application/pdf' });
    expect(answer.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
    expect(/SHA-256 ([0-9a-f]{64})/.exec(answer.rawPayload.toString('latin1'))?.[1]).toBe(hash);
    const attached = readStreams(answer.rawPayload);
    const signed = attached.find((text) => text.startsWith('{"calendar"')) ?? '';
    expect(createHash('sha256').update(signed).digest('hex')).toBe(hash);
    expect(attached.some((text) => text.startsWith('# A word of the authors.'))).toBe(true);
    expect((await download(zoe, id, 'pdf')).rawPayload.equals(answer.rawPayload)).toBe(true);
  });

  it('comes of any text: letters that its font lacks are named, scripts are words, and a draft says so', async () => {
    const zoe = await head();
    const name = '協議 اتفاق 😀 <script>alert(1)</script> e\u0301';
    const { id, hash } = await draft(zoe, lapText.replace('name: One lap', `name: "${name}"`));
    const answer = await download(zoe, id, 'pdf');
    expect(answer.statusCode).toBe(200);
    expect(answer.rawPayload.toString('latin1')).toContain(hash);
    const unreadable = await draft(zoe, 'format: baton/agreement@1\nnme: x');
    expect((await download(zoe, unreadable.id, 'pdf')).statusCode).toBe(200);
  });

  it('is one of this workspace, and so is the YAML, which drafts the same text again', async () => {
    const zoe = await head();
    const { id, hash } = await draft(zoe, `# Kept.\n${lapText}`);
    const yaml = await download(zoe, id, 'yaml');
    expect(yaml.headers['content-type']).toBe('application/yaml; charset=utf-8');
    expect((await draft(zoe, yaml.payload)).hash).toBe(hash);
    expect(yaml.payload).toContain('# Kept.');
    const stranger = await head();
    expect((await download(stranger, id, 'pdf')).statusCode).toBe(404);
    expect((await download(stranger, id, 'yaml')).statusCode).toBe(404);
  });
});

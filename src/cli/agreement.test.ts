import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agreeOn, lapText } from '../../test/agreements.ts';
import { useTestApp } from '../../test/app.ts';
import { createMember, createWorkspace } from '../../test/fixtures.ts';
import { createKey } from '../features/keys/schema.ts';
import { hashPassword } from '../features/sessions/hash-password.ts';
import { runAgreementCommand } from './agreement.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'baton-agreement-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const write = (name: string, text: string) => {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
};

describe('baton agreement', () => {
  const lap = write('lap.yaml', lapText);
  let address = 'http://127.0.0.1:1';
  const test = useTestApp({ publicUrl: () => address });
  beforeAll(async () => {
    address = await test.app.listen({ port: 0, host: '127.0.0.1' });
  });

  const run = async (args: string[], as: { key?: string; email?: string; password?: string } = {}) => {
    const lines: string[] = [];
    const config = { url: address, key: as.key, email: as.email, password: as.password };
    const code = await runAgreementCommand(args, config, (text) => lines.push(text));
    return { code, text: lines.join('\n') };
  };

  it('checks a file without a server', () => {
    const faulty = write('faulty.yaml', lapText.replace('currency: EUR', 'curency: EUR'));
    const check = (file: string) =>
      spawnSync(process.execPath, ['src/cli/baton.ts', 'agreement', 'check', file], { encoding: 'utf8' });
    expect(check(lap)).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/no error\. SHA-256 [0-9a-f]{64}\n$/),
    });
    const answer = check(faulty);
    expect(answer.status).toBe(1);
    expect(answer.stdout).toContain(`${faulty}:4:1 error curency: There is no "curency" here. Did you mean currency?`);
    expect(check(path.join(folder, 'missing.yaml'))).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('cannot be read'),
    });
  });

  it('shows and compares what is in force, by key, and proposes as a head only', async () => {
    const workspace = await createWorkspace(test);
    const password = 'a long enough password';
    const mary = await createMember(test, workspace, {
      ...{ name: 'Mary', role: 'admin', heads: ['marketing'], passwordHash: await hashPassword(password) },
    });
    await createMember(test, workspace, { name: 'Saul', role: 'head', heads: ['sales'] });
    const { secret } = await test.call(mary, createKey, {
      body: { name: 'Reader', scopes: ['agreements:read'], expiresAt: null },
    });
    await agreeOn(test, workspace);
    const shown = await run(['show'], { key: secret });
    expect(shown.text).toContain('One lap, version 1, in-force. SHA-256 ');
    expect(shown.text).toContain('\nWhat Sales promises\n- Sales answers');
    const sooner = write('sooner.yaml', lapText.replace('within: { business: 4h }', 'within: { business: 2h }'));
    const compared = await run(['diff', sooner], { key: secret });
    expect(compared.text).toMatch(/salesCommits\.respond: .* 4 business hours\. becomes: .* 2 business hours\./);
    expect((await run(['diff', '1', lap], { key: secret })).text).toContain('Nothing changes');

    await expect(run(['propose', sooner, '--message', 'Sooner.'], { key: secret })).rejects.toThrow(/binds a side/);
    const proposed = await run(['propose', sooner, '--message', 'Sooner.'], { email: mary.email, password });
    expect(proposed.text).toMatch(/^Version 2 is proposed\. SHA-256 [0-9a-f]{64}\nIt waits for: marketing, sales\.$/);
    await expect(run(['show', '9'], { key: secret })).rejects.toThrow('There is no file and no version "9".');
    await expect(run(['show'])).rejects.toThrow(/BATON_KEY/);
    await expect(run(['fly'])).rejects.toThrow(/Usage/);
  });
});

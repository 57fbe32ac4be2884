import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createLog } from './log.ts';

describe('the log', () => {
  it('cuts out what must not be read there, and keeps what helps', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'baton-log-'));
    const file = path.join(folder, 'baton.log');
    const log = createLog('info', file);
    const canary = 'canary-7f3a';
    log.info({ password: canary, body: { token: canary, owner: { password: canary } } }, 'nested secrets');
    log.info(
      { headers: { authorization: `Bearer ${canary}`, cookie: canary }, link: canary, text: canary },
      'more of them',
    );
    const violation = Object.assign(new Error(`duplicate key (email)=(${canary}@example.test)`), {
      code: '23505',
      detail: canary,
      parameters: [canary],
      constraint: 'members_email',
    });
    log.error({ err: violation }, 'a database error');
    const syntax = new Error(`invalid input syntax for type uuid: "${canary}"`);
    log.error({ err: Object.assign(syntax, { code: '22P02' }) }, 'another');
    log.info({ memberId: '42', port: 4400 }, 'harmless');
    const written = await new Promise<string>((resolve, reject) => {
      const look = () =>
        readFile(file, 'utf8').then(
          (lines) => (lines.includes('harmless') ? resolve(lines) : setImmediate(look)),
          (error) => (error.code === 'ENOENT' ? setImmediate(look) : reject(error)),
        );
      void look();
    });
    expect(written).not.toContain(canary);
    expect(written).toContain('[cut]');
    expect(written).toContain('"constraint":"members_email"');
    expect(written).toContain('"memberId":"42"');
    await rm(folder, { recursive: true, force: true });
  });
});

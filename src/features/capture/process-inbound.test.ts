import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { useTestApp } from '../../../test/app.ts';
import { createMember, createWorkspace, systemCtx } from '../../../test/fixtures.ts';
import { createSource } from '../sources/schema.ts';
import { processInbound } from './process-inbound.ts';
import { listFaults, resendFault } from './schema.ts';

describe('a message of which nothing can be made', () => {
  const test = useTestApp();

  const arrive = async () => {
    const workspace = await createWorkspace(test);
    const admin = await createMember(test, workspace, { role: 'admin' });
    const { id: sourceId, writeKey } = await test.call(admin, createSource, { body: { name: 'Shop', kind: 'server' } });
    const track = (n: number, properties: Record<string, unknown> = {}) => ({
      ...{ type: 'track', event: 'Seen', userId: `person-${n}`, messageId: `message-${n}` },
      properties: { email: `person${n}@shop.example`, ...properties },
    });
    const payload = { batch: Array.from({ length: 9 }, (_, n) => track(n, n === 5 ? { note: 'poison' } : {})) };
    const headers = { host: 'baton.test', authorization: `Basic ${btoa(`${writeKey}:`)}` };
    expect((await test.app.inject({ method: 'POST', url: '/v1/batch', headers, payload })).statusCode).toBe(200);
    const read = async () => ({
      touches: (
        await test.databases.screens.selectFrom('touches').select('id').where('workspaceId', '=', workspace).execute()
      ).length,
      faults: (await test.call(admin, listFaults, { params: { sourceId }, query: {} })).data,
    });
    return { workspace, admin, read, sent: track(5, { note: 'poison' }) };
  };
  /** Has the database refuse the touch of one message. */
  const refuse = async (code: string) => {
    await sql`
      create or replace function refuse_poison() returns trigger language plpgsql as ${sql.lit(`begin
        if new.props::text like '%poison%' then raise exception 'no such thing' using errcode = '${code}'; end if;
        return new;
      end`)}`.execute(test.databases.screens);
    await sql`create trigger poison before insert on touches for each row execute function refuse_poison()`.execute(
      test.databases.screens,
    );
  };
  const allow = () => sql`drop trigger poison on touches`.execute(test.databases.screens);

  it('is parked as it came, holds nobody up, and can be sent again', async () => {
    const { admin, read, sent } = await arrive();
    await refuse('22023');
    await test.runLoops();
    const { touches, faults } = await read();
    expect(touches).toBe(8);
    expect(faults).toMatchObject([
      { code: 'message.not-processable', problem: 'Nothing could be made of it: no such thing', resolvedAt: null },
    ]);
    const [fault] = faults;
    expect(JSON.parse(fault?.body ?? '')).toMatchObject(sent);
    await allow();
    const params = { faultId: fault?.id ?? '' };
    await test.call(admin, resendFault, { params, body: { message: JSON.parse(fault?.body ?? '') } });
    await test.runLoops();
    expect((await read()).touches).toBe(9);
  });

  it('is tried again where what failed may pass', async () => {
    const { workspace, read } = await arrive();
    await refuse('40P01');
    await expect(processInbound(systemCtx(test, workspace))).rejects.toThrow('no such thing');
    await allow();
    await test.runLoops();
    expect(await read()).toEqual({ touches: 9, faults: [] });
  });
});

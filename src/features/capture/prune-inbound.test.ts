import { beforeAll, describe, expect, it } from 'vitest';
import { useTestApp } from '../../../test/app.ts';
import { days } from '../../../test/clock.ts';
import { createWorkspace, systemCtx } from '../../../test/fixtures.ts';
import { tx, type WorkspaceId } from '../../context.ts';
import { newId } from '../../db/ids.ts';
import { advanceCursor, claimInbound } from './claim-inbound.ts';
import { ensureInboundDays } from './ensure-inbound-days.ts';
import { hashMessage } from './receive-messages.ts';
import { insertMessages, listDays } from './store.ts';

describe('what arrived is removed', () => {
  const test = useTestApp();
  let workspace: WorkspaceId;
  beforeAll(async () => {
    workspace = await createWorkspace(test);
    await ensureInboundDays(systemCtx(test, workspace));
  });

  const ctx = (of = workspace) => systemCtx(test, of);
  const receive = (of: WorkspaceId, messageId: string, isFault = false) => {
    const ids = { sourceId: newId(test.clock()), messageId, messageHash: hashMessage(messageId) };
    const times = { receivedAt: test.clock(), happenedAt: null, sentAt: null };
    const fault = isFault ? { id: newId(test.clock()), code: 'message.no-event', problem: 'It has none.' } : null;
    return insertMessages(ctx(of), [{ ...ids, ...times, address: null, userAgent: null, body: '{}', fault }]);
  };
  const process = async (of: WorkspaceId) => {
    const claim = await claimInbound(ctx(of), 'inbound', 100);
    if (claim) await tx(ctx(of), (inner) => advanceCursor(inner, claim, claim.rows.at(-1)?.seq ?? 0));
  };
  const kept = async () => (await listDays(test.databases.screens)).map(({ name }) => name);
  const count = async (table: 'inboundKeys' | 'inboundFaults') =>
    (await test.databases.screens.selectFrom(table).selectAll().execute()).length;

  it('by whole days, after 30, when every workspace has read it', async () => {
    const other = await createWorkspace(test, 'Other');
    await receive(workspace, 'a');
    await receive(other, 'b');
    await process(workspace);
    test.clock.advance(days(40));
    await test.runJobs('ensure-inbound-days', 'prune-inbound');
    const today = ['inbound_2026_04_11', 'inbound_2026_04_12', 'inbound_2026_04_13'];
    expect(await kept()).toEqual(['inbound_2026_03_02', ...today]);
    await process(other);
    await test.runJobs('prune-inbound');
    expect(await kept()).toEqual(today);
  });

  it('its ids after 400 days and its faults after 90', async () => {
    await receive(workspace, 'c', true);
    const keys = await count('inboundKeys');
    test.clock.advance(days(89));
    await test.runJobs('prune-inbound');
    expect([await count('inboundKeys'), await count('inboundFaults')]).toEqual([keys, 1]);
    test.clock.advance(days(2));
    await test.runJobs('prune-inbound');
    expect([await count('inboundKeys'), await count('inboundFaults')]).toEqual([keys, 0]);
    test.clock.advance(days(310));
    await test.runJobs('prune-inbound');
    expect(await count('inboundKeys')).toBe(0);
  });
});

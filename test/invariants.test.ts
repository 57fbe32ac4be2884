import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tx, type WorkspaceId } from '../src/context.ts';
import type { Relay } from '../src/core/relay/relay.ts';
import { newId } from '../src/db/ids.ts';
import { findRelay } from '../src/features/agreements/find-relay.ts';
import { acceptHandoff } from '../src/features/handoffs/accept-handoff.ts';
import { offerLeads } from '../src/features/handoffs/offer-leads.ts';
import { judgeContacts } from '../src/features/qualification/judge-contacts.ts';
import { agreeOn } from './agreements.ts';
import { useTestApp } from './app.ts';
import { createMember, createWorkspace, memberCtx, systemCtx, type TestMember } from './fixtures.ts';
import { createContact, createLead } from './handoffs.ts';
import { type Invariants, watchInvariants } from './invariants.ts';
import { createTeam } from './teams.ts';

describe('what must be so after every test', () => {
  const test = useTestApp();
  let invariants: Invariants;
  let workspace: WorkspaceId;
  let relay: Relay;
  let ana: TestMember;
  let lead: { contactId: string; qualificationId: string; handoffId: string };

  const ctx = () => systemCtx(test, workspace);
  const run = (statement: ReturnType<typeof sql>) => statement.execute(test.databases.screens);
  const listRules = async () =>
    (await invariants.list()).filter((one) => one.workspace === workspace).map(({ rule, problem }) => [rule, problem]);

  beforeEach(async () => {
    const { connection, databases } = test.database;
    invariants = watchInvariants({ connection, db: databases.reports, clock: test.clock });
    workspace = await createWorkspace(test);
    const versionId = await agreeOn(test, workspace);
    relay = (await findRelay(ctx(), versionId)) as Relay;
    ana = await createMember(test, workspace, { name: 'Ana' });
    await createTeam(test, workspace, 'mid-market', [{ member: ana }]);
    const given = await createLead(test, workspace, versionId);
    const { offered } = await tx(ctx(), (inner) => offerLeads(inner, relay, [given]));
    lead = { ...given, handoffId: offered[0]?.handoffId ?? '' };
    await acceptHandoff(memberCtx(test, ana), lead.handoffId);
    await tx(ctx(), (inner) => judgeContacts(inner, relay, new Map([[lead.contactId, 'time']])));
    expect(await listRules()).toEqual([]);
  });
  afterEach(() => invariants.end());

  const here = () => sql`workspace_id = ${workspace}`;
  const changeHandoff = (values: ReturnType<typeof sql>) => () =>
    run(sql`update handoffs set ${values} where ${here()} and id = ${lead.handoffId}`);
  const changeClock = (kind: string, values: ReturnType<typeof sql>) => () =>
    run(sql`update clocks set ${values} where ${here()} and handoff_id = ${lead.handoffId} and kind = ${kind}`);
  const changeQualification = (values: ReturnType<typeof sql>) => () =>
    run(sql`update qualifications set ${values} where ${here()} and id = ${lead.qualificationId}`);
  const changeContact = (values: ReturnType<typeof sql>) => () =>
    run(sql`update contacts set ${values} where ${here()} and id = ${lead.contactId}`);
  const copyHandoff = () =>
    run(sql`insert into handoffs select r.* from handoffs h, jsonb_populate_record(h, jsonb_build_object(
      'id', ${newId(test.clock())}::uuid, 'number', 2, 'qualification_id', null, 'version', 1, 'status', 'offered')) r
      where h.${here()} and h.id = ${lead.handoffId}`);

  it.each([
    ['a lead that was handed over to nobody', 'lead-kept', changeHandoff(sql`qualification_id = null`)],
    ['a lead that waits and is worked at once', 'lead-kept', changeQualification(sql`status = 'queued'`)],
    [
      'a lead that waits for nothing',
      'lead-kept',
      async () => {
        await changeHandoff(sql`qualification_id = null`)();
        await changeQualification(sql`status = 'incomplete', missing = '{}'`)();
      },
    ],
    [
      'a lead of somebody who has left',
      'lead-kept',
      () => run(sql`update members set active = false where ${here()} and id = ${ana.id}`),
    ],
    [
      'a lead that was left without a reason',
      'lead-kept',
      changeHandoff(sql`status = 'rejected', closed_at = offered_at, reason = null, verdict_clause = null`),
    ],
    [
      'somebody who reached Sales and was never decided on',
      'lead-kept',
      async () => {
        const contactId = await createContact(test, workspace);
        await run(sql`insert into transitions select r.* from transitions t, jsonb_populate_record(t, jsonb_build_object(
          'seq', 2, 'move', 2, 'version_id', ${relay.version.id}::uuid)) r where t.${here()} and t.contact_id = ${contactId}`);
      },
    ],
    [
      'two open handoffs of one contact',
      'one-open',
      async () => {
        await run(sql`drop index handoffs_open`);
        await copyHandoff();
      },
    ],
    ['an open handoff of somebody who is gone', 'one-open', changeContact(sql`deleted_at = created_at`)],
    ['a change without an entry', 'one-entry', changeHandoff(sql`version = version + 1`)],
    [
      'a change without an event',
      'one-entry',
      () => run(sql`delete from events where ${here()} and kind = 'handoff.accepted'`),
    ],
    [
      'a change that was told twice',
      'one-entry',
      () =>
        run(sql`insert into events (workspace_id, at, kind, object, object_id, member_ids)
          select workspace_id, at, kind, object, object_id, member_ids from events where ${here()} and kind = 'handoff.offered'`),
    ],
    [
      'a promise that ended before it began',
      'clock-true',
      changeClock('decide', sql`ended_at = started_at - interval '1 hour'`),
    ],
    [
      'a promise that was kept too late',
      'clock-true',
      changeClock('decide', sql`due_at = answered_at - interval '1 second'`),
    ],
    [
      'a promise that was broken and answered in time',
      'clock-true',
      changeClock('decide', sql`outcome = 'broken', broken_at = due_at`),
    ],
    [
      'a promise that runs on after its handoff',
      'clock-true',
      changeHandoff(sql`status = 'won', closed_at = offered_at`),
    ],
    ['a score that does not follow from the touches', 'score-fold', changeContact(sql`engagement = 99`)],
    ['a count that does not', 'score-fold', changeContact(sql`touch_count = touch_count + 1`)],
  ])('is missed by %s', async (_case, rule, plant) => {
    await plant();
    expect((await listRules()).map(([broken]) => broken)).toContain(rule);
  });

  it('fails the test that breaks it, and only that one', async () => {
    const of = (name: string) => ({ name, file: { name: 'src/features/some.test.ts' } });
    await changeContact(sql`touch_count = 7`)();
    await expect(invariants.check(of('one'))).rejects.toThrow('Not so of');
    await invariants.check(of('next'));
  });
});

import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { agreeOn, lapText } from '../../../test/agreements.ts';
import { useTestApp } from '../../../test/app.ts';
import { days, minutes } from '../../../test/clock.ts';
import { createMember, createWorkspace, signIn, systemCtx, type TestMember } from '../../../test/fixtures.ts';
import { findAgreementInForce, findAgreementVersion } from './find-agreement.ts';
import {
  draftAgreement,
  getChanges,
  getInForce,
  getVersion,
  listVersions,
  proposeAgreement,
  signAgreement,
  withdrawAgreement,
} from './schema.ts';

describe('coming into force', () => {
  const test = useTestApp();

  const house = async () => {
    const workspace = await createWorkspace(test);
    const ada = await createMember(test, workspace, { role: 'head', heads: ['marketing', 'sales'] });
    return { workspace, ada };
  };

  const agree = async (by: TestMember, source = lapText, effectiveAt?: string) => {
    const { id, version, hash } = await test.call(by, draftAgreement, { body: { from: 'text', source } });
    const params = { versionId: id };
    const body = { message: 'So be it.', for: 'sales', ...(effectiveAt === undefined ? {} : { effectiveAt }) } as const;
    await test.call(by, proposeAgreement, { params, body, version });
    await test.call(by, signAgreement, { params, body: { party: 'sales', hash: hash ?? '', proposal: 1 } });
    return test.call(by, signAgreement, { params, body: { party: 'marketing', hash: hash ?? '', proposal: 1 } });
  };

  const statusOf = async (by: TestMember, versionId: string) =>
    (await test.call(by, getVersion, { params: { versionId } })).status;

  it('happens at the agreed instant, exactly then, without a request, and supersedes what was', async () => {
    const { workspace, ada } = await house();
    const first = await agree(ada);
    // Half past two on the night when the clocks go forward does not exist: it is half past three.
    const night = lapText.replace('2026-01-01T00:00', '2026-03-29T02:30');
    const second = await agree(ada, night);
    const at = '2026-03-29T01:30:00.000Z';
    expect(second).toMatchObject({ status: 'signed', effectiveAt: at, inForceFrom: null, moves: ['withdraw'] });
    const inForceAt = async (instant: string) =>
      (await test.call(ada, getInForce, { query: { at: instant } })).data?.id;
    expect([await inForceAt(at), await inForceAt('2026-03-29T01:29:59.999Z')]).toEqual([second.id, first.id]);
    expect(await findAgreementVersion(systemCtx(test, workspace), second.id)).toBeNull();
    test.clock.set(new Date(Date.parse(at) - 1));
    // Nobody was here for weeks.
    Object.assign(ada, await signIn(test, workspace, ada.id));
    await test.runLoops();
    expect(await statusOf(ada, second.id)).toBe('signed');
    test.clock.set(new Date(at));
    const ctx = systemCtx(test, workspace);
    // In the moment before the loop comes by, it binds already.
    expect((await findAgreementInForce(ctx))?.id).toBe(second.id);
    expect(await statusOf(ada, second.id)).toBe('in-force');
    test.clock.advance(minutes(7));
    await test.runLoops();
    await test.runLoops();
    const { data } = await test.call(ada, listVersions);
    expect(data).toMatchObject([
      { status: 'in-force', inForceFrom: at, inForceTo: null },
      { status: 'superseded', inForceTo: at },
    ]);
    expect(await inForceAt('2026-03-29T01:29:59.999Z')).toBe(first.id);
    expect(await inForceAt(at)).toBe(second.id);
    const changed = await test.call(ada, getChanges, { params: { versionId: second.id }, query: {} });
    expect(changed).toMatchObject({ since: { id: first.id }, data: [{ clause: 'term.from' }] });
    expect(await inForceAt('2026-01-01T00:00:00Z')).toBeUndefined();
    const found = await findAgreementInForce(systemCtx(test, workspace), new Date('2026-03-29T01:00:00Z'));
    expect(found).toMatchObject({ id: first.id, number: 1, hash: first.hash, agreement: { name: 'One lap' } });
    expect(await findAgreementVersion(ctx, second.id)).toMatchObject({ number: 2, agreement: { currency: 'EUR' } });
    expect((await findAgreementVersion(ctx, second.id))?.agreement).toBe(
      (await findAgreementVersion(ctx, second.id))?.agreement,
    );
  });

  it('takes an instant that has passed by the last signature as now, and one that was said before that of the term', async () => {
    const { ada } = await house();
    const now = test.clock().toISOString();
    const past = await agree(ada, lapText, '2026-02-01T00:00:00Z');
    expect(past).toMatchObject({ status: 'in-force', inForceFrom: now });
    const later = new Date(test.clock().getTime() + days(3)).toISOString();
    expect(await agree(ada, lapText, later)).toMatchObject({ status: 'signed', effectiveAt: later });
  });

  it('blocks another proposal until then, unless it is withdrawn', async () => {
    const { workspace, ada } = await house();
    const later = new Date(test.clock().getTime() + days(1)).toISOString();
    const waiting = await agree(ada, lapText, later);
    const { id, version } = await test.call(ada, draftAgreement, { body: { from: 'version', versionId: waiting.id } });
    const again = () =>
      test.send(ada, proposeAgreement, {
        params: { versionId: id },
        body: { message: 'Mine.', for: 'sales' },
        version,
      });
    expect((await again()).body).toMatchObject({ code: 'agreement.proposal-open', open: waiting.id });
    await test.call(ada, withdrawAgreement, { params: { versionId: waiting.id } });
    expect((await again()).status).toBe(200);
    test.clock.advance(days(2));
    await test.runLoops();
    expect(await statusOf(ada, waiting.id)).toBe('withdrawn');
    expect(await findAgreementInForce(systemCtx(test, workspace))).toBeNull();
  });

  it('cannot be withdrawn once its instant has come, also before the loop came by', async () => {
    const { ada } = await house();
    const waiting = await agree(ada, lapText, new Date(test.clock().getTime() + days(1)).toISOString());
    test.clock.advance(days(1));
    const refused = await test.send(ada, withdrawAgreement, { params: { versionId: waiting.id } });
    expect([refused.status, refused.body.code]).toEqual([409, 'agreement.wrong-state']);
  });

  it('is one agreement at any instant, and a signed one stays as it is: the database sees to it', async () => {
    const { workspace, ada } = await house();
    const db = test.databases.screens;
    const agreed = await agree(ada);
    await expect(agreeOn(test, workspace)).rejects.toMatchObject({ constraint: 'agreement_versions_in_force' });
    const versions = () =>
      db.updateTable('agreementVersions').where('workspaceId', '=', workspace).where('id', '=', agreed.id);
    const never = { code: '23001' };
    await expect(versions().set({ source: 'other' }).execute()).rejects.toMatchObject(never);
    await expect(
      versions()
        .set({ hash: '0'.repeat(64) })
        .execute(),
    ).rejects.toMatchObject(never);
    await expect(
      versions()
        .set({ inForceFrom: new Date(0) })
        .execute(),
    ).rejects.toMatchObject(never);
    await expect(versions().set({ status: 'draft', inForceFrom: null }).execute()).rejects.toMatchObject(never);
    // What was agreed beside the text stands as the text does.
    const other = new Date(0);
    for (const values of [{ effectiveAt: other }, { waveSize: 9 }, { name: 'Other' }, { message: 'x' }] as const) {
      await expect(versions().set(values).execute()).rejects.toMatchObject(never);
    }
    for (const table of ['agreement_versions cascade', 'signatures']) {
      await expect(sql`truncate ${sql.raw(table)}`.execute(db)).rejects.toMatchObject(never);
    }
    await expect(db.deleteFrom('agreementVersions').where('id', '=', agreed.id).execute()).rejects.toMatchObject(never);
    const signatures = { signedAt: new Date(0) };
    await expect(
      db.updateTable('signatures').set(signatures).where('workspaceId', '=', workspace).execute(),
    ).rejects.toMatchObject(never);
    await expect(db.deleteFrom('signatures').where('workspaceId', '=', workspace).execute()).rejects.toMatchObject(
      never,
    );
    expect((await test.call(ada, getVersion, { params: { versionId: agreed.id } })).hash).toBe(agreed.hash);
  });
});

import { describe, expect, it } from 'vitest';
import { agreeOn } from '../../../test/agreements.ts';
import { useTestApp } from '../../../test/app.ts';
import { createWorkspace, systemCtx } from '../../../test/fixtures.ts';
import { generateSample } from './generate-sample.ts';

describe('a generated sample', () => {
  const test = useTestApp();

  it('fills a workspace as history does, once, with people who are scored and not handed over', async () => {
    const workspace = await createWorkspace(test);
    await agreeOn(test, workspace);
    const ctx = systemCtx(test, workspace);
    const options = { seed: 7, people: 450, months: 6, until: test.clock().getTime() };
    const made = await generateSample(ctx, options);
    expect(made.people).toBe(450);
    expect(made.touches).toBeGreaterThan(450 * 3);
    await test.runLoops();
    const rows = await test.databases.screens
      .selectFrom('contacts')
      .select(['grade', 'touchCount', 'accountId', 'title'])
      .where('workspaceId', '=', workspace)
      .execute();
    expect(rows).toHaveLength(450);
    expect(rows.reduce((sum, { touchCount }) => sum + touchCount, 0)).toBe(made.touches);
    expect(new Set(rows.map(({ grade }) => grade)).size).toBeGreaterThan(4);
    expect(rows.filter(({ accountId }) => accountId !== null).length).toBeGreaterThan(300);
    const handoffs = await test.databases.screens
      .selectFrom('handoffs')
      .select('id')
      .where('workspaceId', '=', workspace)
      .execute();
    expect(handoffs).toEqual([]);
    expect(await generateSample(ctx, options)).toEqual({ people: 0, touches: 0 });
  });
});

import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundle } from './site.ts';
import { root, soon, useWebsite } from './website.ts';

describe("websites with Segment's own client, in a browser", () => {
  const { website, stored, kinds, makeSource, open, breakDown } = useWebsite();
  let client: string;
  beforeAll(async () => {
    const entry = path.join(import.meta.dirname, 'segment-page.ts');
    client = await bundle({
      configFile: false,
      root,
      define: { 'process.env.NODE_ENV': '"production"' },
      build: {
        lib: { entry, formats: ['iife'], name: 'segmentPage' },
        rolldownOptions: { output: { codeSplitting: false } },
      },
    });
  }, 60_000);
  const openClient = async (writeKey: string) => {
    const settings = JSON.stringify({ writeKey, host: website.host });
    const html = `<title>Segment</title><script>window.segmentSettings = ${settings}</script><script>${client.replaceAll('</script', '<\\/script')}</script>`;
    website.site.pages.set('/segment', { html });
    return open('/segment?utm_source=linkedin');
  };

  it('every call arrives once', async () => {
    const { id, writeKey } = await makeSource();
    const { page, problems } = await openClient(writeKey);
    await page.evaluate(`(async () => {
        await analytics.page('Pricing');
        await analytics.identify('u1', { email: 'u1@plant.example' });
        await analytics.track('Button Pressed', { n: 1 });
        await analytics.group('g1', { name: 'Plant' });
        await analytics.alias('u2', 'u1');
      })()`);
    await expect.poll(() => stored(id), soon).toHaveLength(5);
    expect((await kinds(id)).sort()).toEqual(['Button Pressed', 'alias', 'group', 'identify', 'page']);
    const view = (await stored(id)).find(({ type }) => type === 'page');
    expect(view?.context).toMatchObject({ campaign: { source: 'linkedin' }, library: { name: 'analytics.js' } });
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('what failed is sent again, and is there once', async () => {
    const { id, writeKey } = await makeSource();
    const { page } = await openClient(writeKey);
    await page.evaluate('analytics.ready().then(() => undefined)');
    const { failed, recover } = await breakDown();
    await page.evaluate('void analytics.track("Asked"); void analytics.track("Waited"); void 0');
    await failed;
    await recover();
    await expect.poll(async () => (await kinds(id)).sort(), { ...soon, timeout: 15_000 }).toEqual(['Asked', 'Waited']);
    await page.context().close();
  });
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { createSource } from '../../src/features/sources/schema.ts';
import { createTestApp, type TestApp } from '../app.ts';
import { createMember, createWorkspace, type TestMember } from '../fixtures.ts';
import { launchBrowser } from './browser.ts';
import { bundle, type Site, startSite } from './site.ts';

export const root = path.join(import.meta.dirname, '../..');
/** That of a robot would be dropped. */
export const userAgent =
  'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
export const soon = { timeout: 8000, interval: 50 };

/** A message as it was sent. */
export type Sent = {
  type: string;
  event?: string;
  name?: string;
  userId?: string | null;
  anonymousId?: string;
  properties?: Record<string, unknown>;
  context: {
    page: { url: string; path: string; search: string; title: string; referrer: string };
    consent?: unknown;
    firstTouch?: Record<string, unknown>;
  };
};

/** A Baton that listens, a website of another origin, and a browser that visits it. */
export type Website = {
  readonly test: TestApp;
  /** Where Baton listens. */
  readonly host: string;
  readonly site: Site;
  readonly browser: Browser;
  /** The built snippet. */
  readonly code: string;
};

/** One for the file that calls this; it ends with the file. */
export function useWebsite() {
  const website = {} as { -readonly [Key in keyof Website]: Website[Key] };
  let folder: string;
  let admin: TestMember;
  /** Called with each statement that stores messages, whether it succeeds or not. */
  let onStore = () => {};

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'baton-website-'));
    website.code = await bundle({ configFile: path.join(root, 'snippet/vite.config.ts') });
    const snippetFile = path.join(folder, 'baton.js');
    await writeFile(snippetFile, website.code);
    const onStatement = ({ sql }: { sql: string }) => sql.includes('into inbound_keys') && onStore();
    const test = await createTestApp({ snippetFile, publicUrl: () => website.host, onStatement });
    website.test = test;
    admin = await createMember(test, await createWorkspace(test), { role: 'admin' });
    await test.app.listen({ host: '127.0.0.1', port: 0 });
    website.host = `http://127.0.0.1:${(test.app.server.address() as AddressInfo).port}`;
    website.site = await startSite();
    website.browser = await launchBrowser();
  }, 60_000);
  afterAll(async () => {
    await website.browser?.close();
    await website.site?.close();
    await website.test?.app.close();
    await website.test?.database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  const stored = async (sourceId: string) => {
    const rows = await website.test.databases.screens
      .selectFrom('inbound')
      .select('body')
      .where('sourceId', '=', sourceId)
      .orderBy('seq')
      .execute();
    return rows.map(({ body }) => body as Sent);
  };
  return {
    website,
    stored,
    async makeSource() {
      const body = { name: 'Site', kind: 'website' } as const;
      const { id, writeKey } = await website.test.call(admin, createSource, { body });
      return { id, writeKey: writeKey ?? '' };
    },
    /** What arrived from a source, in its order: events by their names, other calls by their types. */
    kinds: async (sourceId: string) => (await stored(sourceId)).map(({ type, event }) => event ?? type),
    /** Visits a page of the site, and keeps what goes wrong on it and which origins it talks to. */
    async open(address: string) {
      const context = await website.browser.newContext({ userAgent });
      const page = await context.newPage();
      const problems: string[] = [];
      const asked = new Set<string>();
      page.on('pageerror', (error) => problems.push(error.message));
      page.on('console', (message) => /Content Security Policy/.test(message.text()) && problems.push(message.text()));
      page.on('request', (request) => asked.add(new URL(request.url()).origin));
      await page.goto(`${website.site.url}${address}`);
      return { page, problems, asked };
    },
    loaded: (page: Page) => page.waitForFunction('!!window.baton && !Array.isArray(window.baton)'),
    /** The server answers 503 to every message until it is told to recover. */
    async breakDown() {
      const { schema } = website.test.databases.screens;
      await schema.alterTable('inbound').renameTo('inbound_away').execute();
      const failed = new Promise<void>((resolve) => {
        onStore = resolve;
      });
      return { failed, recover: () => schema.alterTable('inbound_away').renameTo('inbound').execute() };
    },
  };
}

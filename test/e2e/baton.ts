import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import type { CallInput, CallOutput, Contract } from '../../src/core/contract.ts';
import { draftAgreement, proposeAgreement, signAgreement } from '../../src/features/agreements/schema.ts';
import { acceptInvitation, inviteMember } from '../../src/features/invitations/schema.ts';
import { createTeam, setMembership } from '../../src/features/teams/schema.ts';
import { runSetup } from '../../src/features/workspaces/schema.ts';
import { lapText } from '../agreements.ts';
import type { Caller } from '../app.ts';
import { cloneServerDatabase } from '../database.ts';
import { callServer, end, type ServerProcess, startServer } from '../server-process.ts';
import { type Look, launchBrowser, looks, openWindow } from './browser.ts';

type Say<Before extends unknown[]> = <C extends Contract>(
  ...input: [...Before, contract: C, input: CallInput<C> & { version?: number; headers?: Record<string, string> }]
) => Promise<CallOutput<C>>;
type Window = Page & { context(): BrowserContext };
type Owner = Partial<CallInput<typeof runSetup>['body']['owner']>;

/** The agreement of one lap whose time passes on every day and at every hour, so that it does not matter when a test runs. */
export const lapAroundTheClock = lapText
  .replaceAll('"09:00-17:00"', '"00:00-24:00"')
  .replace('fri: ["00:00-24:00"]', 'fri: ["00:00-24:00"], sat: ["00:00-24:00"], sun: ["00:00-24:00"]');

/** A Baton in a process of its own, set up by its owner, and a browser. */
export type Baton = {
  readonly server: ServerProcess;
  readonly browser: Browser;
  readonly owner: Caller;
  /** Calls a route and fails unless it succeeds. */
  say: Say<[caller: Caller]>;
  /** The same, as the owner. */
  sayAsOwner: Say<[]>;
  /** A window in which somebody is signed in, the owner unless said. */
  open(look?: Look, caller?: Caller): Promise<Window>;
  /** Invites somebody to Sales, who accepts. */
  join(caller: Caller, name: string): Promise<string>;
  /**
   * Puts an agreement in force that both heads sign; the owner must be both. The teams that it names have this member.
   *
   * @param cap how many open leads the member takes; no limit unless said
   */
  agree(memberId: string, text?: string, cap?: number): Promise<void>;
  /** Sends a message as a source does. */
  send(writeKey: string, type: string, body: object): Promise<void>;
};

/**
 * One for the file that calls this; it ends with the file.
 *
 * @param head what its owner is besides the one of the example, the head of both departments unless said; null leaves the
 *   first run to the test
 */
export function useBaton(head: Owner | null = { department: 'both', heads: ['marketing', 'sales'] }): Baton {
  const parts = {} as { server: ServerProcess; browser: Browser };
  const owner: Caller = {};
  let home = '';
  let database: Awaited<ReturnType<typeof cloneServerDatabase>> | undefined;

  const say: Baton['say'] = async (caller, contract, input) => {
    const answer = await callServer(parts.server.url, caller, contract, input);
    if (!answer || answer.status >= 400) throw new Error(`${contract.id} answered ${JSON.stringify(answer)}`);
    return answer.body;
  };
  beforeAll(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'baton-e2e-'));
    database = await cloneServerDatabase();
    [parts.server, parts.browser] = await Promise.all([startServer(home, database.environment), launchBrowser()]);
    if (head === null) return;
    const first = runSetup.example as NonNullable<typeof runSetup.example>;
    await say(owner, runSetup, { body: { ...first, owner: { ...first.owner, ...head } } });
  }, 60_000);
  afterAll(async () => {
    await parts.browser?.close();
    if (parts.server) await end(parts.server.process, 'SIGTERM');
    await database?.drop();
    await rm(home, { recursive: true, force: true });
  });

  return Object.assign(parts, {
    owner,
    say,
    sayAsOwner: ((contract, input) => say(owner, contract, input)) as Baton['sayAsOwner'],
    async open(look: Look = looks.desktop as Look, caller: Caller = owner) {
      const window = await openWindow(parts.browser, parts.server.url, look);
      const [name = '', value = ''] = (caller.cookie ?? '').split('=');
      await window.context().addCookies([{ name, value, url: parts.server.url }]);
      return window;
    },
    async join(caller: Caller, name: string) {
      const email = `${name.split(' ')[0]?.toLowerCase()}@example.test`;
      const { link } = await say(owner, inviteMember, { body: { email, name, department: 'sales', role: 'member' } });
      const body = { token: link.split('token=')[1] ?? '', name, password: 'a long enough password' };
      return (await say(caller, acceptInvitation, { body })).member.id;
    },
    async agree(memberId: string, text = lapAroundTheClock, cap: number | null = null) {
      for (const name of ['Mid-market', 'Inbound']) {
        const team = await say(owner, createTeam, { body: { name, department: 'sales' } });
        const params = { teamId: team.id, memberId };
        await say(owner, setMembership, { params, body: { weight: 1, cap } });
      }
      const draft = await say(owner, draftAgreement, { body: { from: 'text', source: text } });
      const params = { versionId: draft.id };
      const { hash, proposal } = await say(owner, proposeAgreement, {
        params,
        body: { message: 'As we agreed.', for: 'sales' },
        headers: { 'if-match': `"${draft.version}"` },
      });
      for (const party of ['marketing', 'sales'] as const)
        await say(owner, signAgreement, { params, body: { party, hash: hash ?? '', proposal } });
    },
    async send(writeKey: string, type: string, body: object) {
      const headers = { authorization: `Basic ${btoa(`${writeKey}:`)}`, 'content-type': 'application/json' };
      const address = `${parts.server.url}/v1/${type}`;
      const answer = await fetch(address, { method: 'POST', headers, body: JSON.stringify(body) });
      expect(answer.status).toBe(200);
    },
  });
}

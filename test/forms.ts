import { beforeAll, beforeEach } from 'vitest';
import type { WorkspaceId } from '../src/context.ts';
import { createForm, editForm, type Form, listSubmissions } from '../src/features/forms/schema.ts';
import { agreeOn } from './agreements.ts';
import { useTestApp } from './app.ts';
import { hours, seconds } from './clock.ts';
import { createMember, createWorkspace, signIn, systemCtx, type TestMember } from './fixtures.ts';
import { createTeam } from './teams.ts';

export const browser = 'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36';
export const demo = {
  name: 'Ask for a demo',
  slug: 'demo-request',
  fields: [
    { key: 'mail', kind: 'email', label: 'Work e-mail', required: true, fills: 'email' },
    { key: 'who', kind: 'text', label: 'Your name', required: true, fills: 'name' },
    { key: 'role', kind: 'text', label: 'Job title', fills: 'title' },
    { key: 'firm', kind: 'text', label: 'Company', fills: 'company' },
    { key: 'size', kind: 'choice', label: 'Team size', fills: 'own', options: ['1-9', '10+'] },
    { key: 'need', kind: 'textarea', label: 'What do you need?' },
    { key: 'utm_source', kind: 'hidden', label: 'Source' },
  ],
  consents: [{ purpose: 'contact', text: 'You may contact me.', required: true }],
  hosts: ['www.plant.example'],
} as const;
export const answers = {
  mail: 'Olivia@plant.example',
  who: 'Olivia Operations',
  role: 'Head of Operations',
  firm: 'Plant',
  size: '10+',
  need: 'Fewer tools,\nplease',
  _consent_contact: '1',
  _heard: 'A friend at the fair',
};

/** A workspace whose forms are filled in as browsers do, with a marketer and a rep, for the file that calls this. */
export function useForms() {
  const test = useTestApp();
  const site = {} as { workspace: WorkspaceId; mary: TestMember; rep: TestMember };

  beforeAll(async () => {
    site.workspace = await createWorkspace(test);
    site.mary = await createMember(test, site.workspace, { department: 'marketing' });
    site.rep = await createMember(test, site.workspace, { name: 'Sammy Sales' });
    await agreeOn(test, site.workspace);
    await createTeam(test, site.workspace, 'inbound', [{ member: site.rep }]);
  });
  // Limits of one test count for nothing in the next.
  beforeEach(async () => {
    test.clock.advance(hours(2));
    await signInAgain();
  });
  /** Sessions end where a test lets days pass. */
  async function signInAgain() {
    for (const member of [site.mary, site.rep]) Object.assign(member, await signIn(test, site.workspace, member.id));
  }

  let count = 0;
  async function publish(changes: object = {}, author = site.mary): Promise<Form> {
    count += 1;
    const made = await test.call(author, createForm, {
      body: { ...(demo as object), slug: `form-${count}`, ...changes } as never,
    });
    return test.call(author, editForm, { params: { formId: made.id }, version: made.version, body: { state: 'live' } });
  }
  const headers = { host: 'baton.test', 'user-agent': browser };
  const get = (url: string, more: Record<string, string> = {}) =>
    test.app.inject({ method: 'GET', url, headers: { ...headers, ...more } });
  const post = (url: string, inputs: Record<string, string>, more: Record<string, string> = {}) =>
    test.app.inject({
      method: 'POST',
      url,
      headers: {
        ...headers,
        origin: 'http://baton.test',
        accept: 'text/html',
        'content-type': 'application/x-www-form-urlencoded',
        ...more,
      },
      payload: new URLSearchParams(inputs).toString(),
    });
  const tokenOf = (page: { body: string }) => /name="_token" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
  /** Opens a form and waits as long as a person reads. */
  async function open({ key }: Form, query = ''): Promise<string> {
    const page = await get(`/f/${key}${query}`, { referer: 'https://www.google.com/' });
    if (page.statusCode !== 200) throw new Error(`The form answered ${page.statusCode}.`);
    test.clock.advance(seconds(5));
    return tokenOf(page);
  }
  async function submissions(form: Form) {
    await signInAgain();
    return (await test.call(site.mary, listSubmissions, { params: { formId: form.id }, query: {} })).data;
  }
  const touches = (form: Form) =>
    test.databases.screens
      .selectFrom('inbound')
      .select(['messageId', 'body', 'happenedAt', 'receivedAt'])
      .where('workspaceId', '=', site.workspace)
      .where('sourceId', '=', form.sourceId)
      .orderBy('seq')
      .execute()
      .then((rows) => rows.filter(({ body }) => JSON.stringify(body).includes(`"${form.slug}"`)));
  async function mails(): Promise<string[]> {
    const rows = await test.databases.screens
      .selectFrom('outbox')
      .select('sealed')
      .where('workspaceId', '=', site.workspace)
      .orderBy('seq')
      .execute();
    const { sealer } = systemCtx(test, site.workspace);
    return rows.map(({ sealed }) => sealer.open(sealed));
  }

  return { test, site, publish, get, post, open, tokenOf, headers, submissions, touches, mails };
}

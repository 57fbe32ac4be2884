import { beforeAll, describe, expect, it } from 'vitest';
import { type Problem, toRequest, useTestApp } from './app.ts';
import { createWorld, type World } from './authorisation/world.ts';
import { hours } from './clock.ts';
import { hasNaughty, inherited, kept, keptHost, naughty, noNaughty, unstorable } from './hostile.ts';
import { findTextFields, putText, type TextField, textAt } from './text-fields.ts';

if (!hasNaughty) console.log(noNaughty);

/** What an address must say besides the text that is tried. */
const needs: Record<string, object> = {
  'search.find': { q: 'home' },
  'holidays.list': { region: 'DE', year: 2026 },
};

const isSecret = ({ contract }: TextField) => /password/.test(contract.id);

/** For each field: all that nothing can store, and some of the naughty strings, others for each field. */
const perField = 5;

describe.skipIf(!hasNaughty)('every text field of every route', () => {
  const test = useTestApp();
  let world: World;
  let values: Record<string, string>;
  let fields: TextField[];
  const versions = new Map<string, number>();
  let turn = 0;
  let drawnUpTo = 0;

  beforeAll(async () => {
    world = await createWorld(test);
    values = world.values('admin', 'own');
    fields = test.routes
      .flatMap(({ contract }) => findTextFields(contract))
      .filter(({ contract }) => contract.access !== 'write-key')
      // Last, since the reasons that other examples name are among what it replaces.
      .sort((a, b) => Number(a.contract.id === 'pipelines.edit') - Number(b.contract.id === 'pipelines.edit'));
  }, 60_000);

  /** What each call needs to be another than the one before it. */
  const fresh = (id: string): Record<string, unknown> =>
    ({
      'contacts.create': { anyway: true },
      'accounts.create': { anyway: true, name: `Plant ${turn}` },
      'calendars.create': { name: `Hours ${turn}` },
      'custom-fields.create': { key: `plan-${turn}`, options: ['Free', 'x'] },
      'lists.create': { name: `List ${turn}` },
      'forms.create': { slug: `form-${turn}` },
      'invitations.create': { email: `p${turn}@example.test` },
    })[id] ?? {};
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
  /** Heads sign; whoever is nobody yet signs in; the rest is an admin's. */
  const callerOf = ({ access }: TextField['contract']) =>
    access === 'public'
      ? world.callers.nobody
      : typeof access === 'object' && !('admin' in access.roles)
        ? world.callers.head
        : world.callers.admin;
  const versionOf = async (contract: TextField['contract']) => {
    const twin = test.routes.find(
      ({ contract: { path, versioned } }) => path === contract.path && versioned === 'read',
    )?.contract;
    if (!twin) return versions.get(contract.path) ?? 1;
    const answer = await test.app.inject(toRequest({ ...callerOf(contract) }, twin, { params: values }));
    return Number(/\d+/.exec(String(answer.headers.etag))?.[0] ?? 1);
  };
  const ask = async ({ contract, part, steps }: TextField, text: string) => {
    turn += 1;
    const example = contract.example === undefined ? {} : JSON.parse(fill(JSON.stringify(contract.example)));
    const base = { ...example, ...fresh(contract.id) };
    const caller = callerOf(contract);
    const needed = needs[contract.id] ?? {};
    const answer = await test.app.inject(
      toRequest(caller, contract, {
        params: values,
        query: (part === 'query' ? putText(needed, steps, text) : needed) as Record<string, unknown>,
        ...(part === 'body' ? { body: putText(base, steps, text) } : contract.body ? { body: base } : {}),
        ...(contract.versioned === 'edit' ? { version: await versionOf(contract) } : {}),
      }),
    );
    for (const { name, value } of answer.cookies)
      if (caller.cookie?.startsWith(`${name}=`)) caller.cookie = `${name}=${value}`;
    const version = /\d+/.exec(String(answer.headers.etag))?.[0];
    if (version) versions.set(contract.path, Number(version));
    const isJson = String(answer.headers['content-type']).includes('json');
    return {
      status: answer.statusCode,
      body: isJson && answer.payload !== '' ? (answer.json() as unknown) : answer.payload,
    };
  };
  /** What is wrong with the answer, if anything. */
  const judge = async (field: TextField, text: string): Promise<string | null> => {
    const { status, body } = await ask(field, text);
    const name = `${field.contract.id} ${field.part} ${field.steps.join('.')} ${JSON.stringify(text.slice(0, 60))}`;
    if (status >= 500) return `${name} answered ${status}`;
    if (status >= 400) {
      const problem = body as Problem;
      if (!problem.detail || !problem.code) return `${name} answered ${status} without a problem`;
      // A refusal blames the text, or the whole of which it is a part; of secrets it says nothing.
      const names = field.steps.filter((step) => /^\w/.test(step));
      const isNamed = problem.errors?.some(
        ({ pointer }) => pointer === '#' || names.some((each) => pointer.includes(each)),
      );
      return problem.errors && !isNamed && !isSecret(field) ? `${name} blamed ${JSON.stringify(problem.errors)}` : null;
    }
    if (unstorable.includes(text) && status < 300 && field.part === 'body' && textAt(body, field.steps) !== undefined)
      return `${name} was taken`;
    const read = field.part === 'body' ? textAt(body, field.steps) : undefined;
    const isHost = field.steps.some((step) => /hosts$/i.test(step));
    return read === undefined || read === text || read === (isHost ? keptHost(text) : kept(text))
      ? null
      : `${name} became ${JSON.stringify(read)}`;
  };

  it('keeps what it takes, and says what it refuses', { timeout: 180_000 }, async () => {
    expect(fields.length).toBeGreaterThan(150);
    const wrong: string[] = [];
    for (const field of fields) {
      // So many exports and sign-ins in an hour are refused for their number.
      if (/^(session|profile|password-resets)\.|export/.test(field.contract.id)) test.clock.advance(hours(1));
      const drawn = Array.from({ length: perField }, () => naughty[drawnUpTo++ % naughty.length] as string);
      for (const text of [...unstorable, ...inherited.slice(0, 2), ...drawn]) {
        const found = await judge(field, text);
        if (found) wrong.push(found);
      }
    }
    expect(wrong.join('\n')).toEqual('');
    expect(drawnUpTo).toBeGreaterThan(naughty.length);
  });
});

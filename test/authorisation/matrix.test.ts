import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everyRole } from '../../src/core/access.ts';
import type { Contract } from '../../src/core/contract.ts';
import type { Route } from '../../src/http/route.ts';
import { createSealer } from '../../src/http/sealer.ts';
import { createTestApp, type TestApp, toRequest } from '../app.ts';
import { createOneTransaction, type OneTransaction } from '../one-transaction.ts';
import { type ActorName, actorNames, createWorld, type Relation, relations, useSealed, type World } from './world.ts';

/**
 * Every route x role x whose record. What each must answer stands in `expected.json`, for people to review; a change of
 * a rule is a change of that file: `UPDATE_MATRIX=1 npx vitest run test/authorisation`.
 */
const file = new URL('./expected.json', import.meta.url);
type Expected = Record<string, Record<string, string>>;
const expected: Expected = JSON.parse(readFileSync(file, 'utf8'));
const update = process.env.UPDATE_MATRIX === '1';

const sealer = createSealer('a secret that is long enough for tests');

type Row = { actor: ActorName; relation: Relation | '-' };

/** A route that names no record has one row for each actor. */
const rowsOf = (contract: Contract): Row[] => {
  const named = /:\w/.test(contract.path) || /\{\w+Id\}/.test(JSON.stringify(contract.example ?? ''));
  return actorNames.flatMap((actor) => (named ? relations : (['-'] as const)).map((relation) => ({ actor, relation })));
};

class Runner {
  readonly test: TestApp;
  readonly #transaction: OneTransaction;
  #world: World | undefined;

  private constructor(test: TestApp, transaction: OneTransaction) {
    this.test = test;
    this.#transaction = transaction;
  }

  /** An app on a database of its own, in which everything that a route changes can be undone. */
  static async start(routes = (all: Route[]) => all): Promise<Runner> {
    const transaction = createOneTransaction();
    return new Runner(await createTestApp({ routes, open: transaction.open }), transaction);
  }

  async stop(): Promise<void> {
    await this.test.app.close();
    await this.test.database.drop();
  }

  /**
   * Calls the route once and says how it was answered. What it did is undone, so that each row finds the same world; only
   * a Baton is set up once, and its first admin signs in later.
   */
  async run(contract: Contract, row: Row): Promise<string> {
    this.#world ??= await createWorld(this.test);
    await this.#transaction.begin();
    try {
      return await this.#call(this.#world, contract, row);
    } finally {
      await (contract.id === 'setup.run' ? this.#transaction.keep() : this.#transaction.undo());
    }
  }

  async #call(world: World, contract: Contract, { actor, relation }: Row): Promise<string> {
    const values = world.values(actor, relation === '-' ? 'own' : relation);
    const foreign = JSON.stringify(world.values(actor, 'foreign'));
    const isChange = contract.method !== 'GET';
    const before = isChange ? await this.#transaction.countChanges() : 0;
    const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
    const response = await this.test.app.inject(
      toRequest({ ...world.callers[actor] }, contract, {
        params: values,
        query:
          contract.id === 'search.find'
            ? { q: 'home' }
            : contract.id === 'holidays.list'
              ? { region: 'DE', year: 2026 }
              : contract.id === 'imports.upload'
                ? { name: 'contacts.csv' }
                : {},
        ...(contract.example === undefined ? {} : { body: JSON.parse(fill(JSON.stringify(contract.example))) }),
        ...(contract.versioned === 'edit' ? { version: await this.#versionOf(contract, world, values) } : {}),
      }),
    );
    const succeeded = response.statusCode < 300;
    if (isChange && !succeeded && (await this.#transaction.countChanges()) !== before) {
      throw new Error(
        `${contract.id} as ${actor} on ${relation} answered ${response.statusCode} and changed the database`,
      );
    }
    if (succeeded) {
      const leaked = Object.values(JSON.parse(foreign) as Record<string, string>).filter(
        (id) => id.length > 30 && response.payload.includes(id),
      );
      if (leaked.length > 0)
        throw new Error(`${contract.id} as ${actor} shows records of another workspace: ${leaked}`);
    }
    return String(response.statusCode);
  }

  async #versionOf(contract: Contract, world: World, values: Record<string, string>): Promise<number> {
    // A draft of a new world, which nobody has edited.
    if (/^(agreements|targets)\./.test(contract.id)) return 1;
    if (contract.id === 'pipelines.edit') {
      const pipeline = this.test.databases.screens.selectFrom('pipelines').select('version');
      return (await pipeline.where('workspaceId', '=', world.workspace).executeTakeFirst())?.version ?? 1;
    }
    if (contract.id === 'channels.edit') {
      const table = this.test.databases.screens.selectFrom('channelRules').select('version');
      return (await table.where('workspaceId', '=', world.workspace).executeTakeFirst())?.version ?? 0;
    }
    const noun = contract.id.split('.')[0]?.replace('custom-fields', 'customFields') as
      | 'members'
      | 'teams'
      | 'calendars'
      | 'absences'
      | 'departments'
      | 'sources'
      | 'imports'
      | 'notes'
      | 'tasks'
      | 'activities'
      | 'customFields'
      | 'deals'
      | 'workspace';
    const db = this.test.databases.screens;
    const id = {
      members: values.memberId,
      teams: values.teamId,
      calendars: values.calendarId,
      absences: values.absenceId,
      sources: values.sourceId,
      imports: values.importId,
      notes: values.noteId,
      tasks: values.taskId,
      activities: values.activityId,
      customFields: values.fieldId,
      deals: values.dealId,
    };
    const found =
      noun === 'workspace'
        ? await db.selectFrom('workspaces').select('version').where('id', '=', world.workspace).executeTakeFirst()
        : noun === 'departments'
          ? await db
              .selectFrom('departments')
              .select('version')
              .where('workspaceId', '=', world.workspace)
              .where('department', '=', values.department as 'sales')
              .executeTakeFirst()
          : await db
              .selectFrom(noun)
              .select('version')
              .where('id', '=', id[noun] as string)
              .executeTakeFirst();
    return found?.version ?? 1;
  }
}

const key = ({ relation }: Row, status: string) => (relation === '-' ? status : `${relation} ${status}`);

async function runRoute(runner: Runner, contract: Contract): Promise<Record<string, string>> {
  const answers: Record<string, string[]> = {};
  for (const row of rowsOf(contract)) {
    answers[row.actor] ??= [];
    answers[row.actor]?.push(key(row, await runner.run(contract, row)));
  }
  return Object.fromEntries(Object.entries(answers).map(([actor, parts]) => [actor, parts.join(', ')]));
}

describe('who may do what', () => {
  let runner: Runner;
  let contracts: Contract[];
  beforeAll(async () => {
    useSealed(sealer.seal('Hello'));
    runner = await Runner.start();
    contracts = runner.test.routes.map(({ contract }) => contract);
  });
  afterAll(() => runner.stop());

  it('every route answers every role as agreed, on own, team, other and foreign records', {
    timeout: 900_000,
  }, async () => {
    const found: Expected = {};
    for (const contract of contracts) found[contract.id] = await runRoute(runner, contract);
    if (update) writeFileSync(file, `${JSON.stringify(found, null, 2)}\n`);
    else expect(found).toEqual(expected);
  });

  it('no route answers that is not in the table', () => {
    if (!update) expect(contracts.map(({ id }) => id).sort()).toEqual(Object.keys(expected).sort());
  });
});

describe('a rule that is loosened is noticed', () => {
  // Each write route in turn with a rule that lets everybody in, and each role-bound one with a rule that lets every
  // role reach everything. Only the rows of that route are run, until one differs.
  it.each(['public', 'everybody'] as const)(
    'with the rule of one write route set to %s',
    { timeout: 900_000 },
    async (rule) => {
      if (update) return;
      const unnoticed: string[] = [];
      const ids = Object.keys(expected);
      let access: { id: string; was: Contract['access'] } | null = null;
      // One app for all mutations: the guard reads the rule of a contract at each request.
      const runner = await Runner.start((routes) =>
        routes.map((route) => ({
          ...route,
          contract: new Proxy(route.contract, {
            get: (target, name) =>
              name === 'access' && access?.id === target.id
                ? rule === 'public'
                  ? 'public'
                  : {
                      roles: everyRole('all'),
                      scope: typeof target.access === 'object' ? target.access.scope : undefined,
                    }
                : Reflect.get(target, name),
          }),
        })),
      );
      for (const id of ids) {
        const contract = runner.test.routes.find((route) => route.contract.id === id)?.contract;
        if (!contract || contract.method === 'GET') continue;
        if (contract.access === 'public' || (rule === 'everybody' && contract.access === 'signed-in')) continue;
        access = { id, was: contract.access };
        if (!(await differs(runner, contract, expected[id] ?? {}))) unnoticed.push(id);
        access = null;
      }
      await runner.stop().catch(() => {});
      expect(unnoticed).toEqual([]);
    },
  );
});

async function differs(runner: Runner, contract: Contract, wanted: Record<string, string>): Promise<boolean> {
  for (const row of rowsOf(contract)) {
    const parts = (wanted[row.actor] ?? '').split(', ');
    const answer = await runner.run(contract, row).catch(() => 'refused and changed');
    if (!parts.includes(key(row, answer))) return true;
  }
  return false;
}

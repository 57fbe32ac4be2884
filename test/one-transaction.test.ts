import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { createOneTransaction } from './one-transaction.ts';

const transaction = createOneTransaction();
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase({ open: transaction.open });
  const { screens } = database.databases;
  // Beside the tables of Baton, whose statements must name a workspace.
  await sql`create schema trial`.execute(screens);
  await sql`create table trial.links (
    id int primary key, next int references trial.links deferrable initially deferred)`.execute(screens);
});
afterAll(() => database.drop());
beforeEach(() => transaction.begin());

const link = (id: number, next: number) => sql`insert into trial.links values (${id}, ${next})`;
const countLinks = async () =>
  (await sql<{ id: number }>`select id from trial.links`.execute(database.observed.reports)).rows.length;

it('takes back what was committed, on whichever pool', async () => {
  const { screens, workers } = database.observed;
  await screens.transaction().execute((db) => link(1, 1).execute(db));
  await link(2, 1).execute(workers);
  expect(await countLinks()).toBe(2);
  await transaction.undo();
  expect(await countLinks()).toBe(0);
});

it('keeps what is to stay', async () => {
  await link(9, 9).execute(database.observed.screens);
  await transaction.keep();
  expect(await countLinks()).toBe(1);
  await sql`delete from trial.links`.execute(database.observed.screens);
});

it('counts a change that the app took back itself', async () => {
  const before = await transaction.countChanges();
  const broken = database.observed.screens.transaction().execute(async (db) => {
    await link(1, 1).execute(db);
    throw new Error('refused');
  });
  await expect(broken).rejects.toThrow('refused');
  expect(await countLinks()).toBe(0);
  expect(await transaction.countChanges()).toBe(before + 1);
  await transaction.undo();
});

it('goes on after a statement that fails, with what was before it', async () => {
  const { screens } = database.observed;
  await link(1, 1).execute(screens);
  await expect(link(1, 1).execute(screens)).rejects.toThrow('links_pkey');
  await expect(screens.transaction().execute((db) => link(1, 1).execute(db))).rejects.toThrow('links_pkey');
  expect(await countLinks()).toBe(1);
  await transaction.undo();
});

it('commits no transaction in which a statement failed', async () => {
  const committed = database.observed.screens.transaction().execute(async (db) => {
    await link(1, 1).execute(db);
    await link(1, 1)
      .execute(db)
      .catch(() => {});
  });
  await expect(committed).rejects.toThrow('aborted');
  expect(await countLinks()).toBe(0);
  await transaction.undo();
});

it('checks at each commit what may wait until then', async () => {
  const { screens } = database.observed;
  await screens.transaction().execute(async (db) => {
    await link(1, 2).execute(db);
    await link(2, 1).execute(db);
  });
  await expect(screens.transaction().execute((db) => link(3, 4).execute(db))).rejects.toThrow('links_next_fkey');
  await expect(link(3, 4).execute(screens)).rejects.toThrow('links_next_fkey');
  expect(await countLinks()).toBe(2);
  await transaction.undo();
});

import pg from 'pg';

/** A table with the columns whose values are kept; computed ones are computed again. */
export type BackupTable = { name: string; columns: string[] };
/** A partition by time, with its bounds as instants. */
export type BackupPartition = { name: string; parent: string; from: string; to: string };
export type BackupCatalog = {
  migrations: { number: number; name: string; checksum: string }[];
  tables: BackupTable[];
  partitions: BackupPartition[];
};

type TableRow = { name: string; columns: string[]; xids: string[] };

/** So that both sides write every value as the same text, whatever the server's or the role's own settings say. */
const session = [
  'statement_timeout = 0',
  'idle_in_transaction_session_timeout = 0',
  'lock_timeout = 0',
  "timezone = 'UTC'",
  "datestyle = 'ISO, YMD'",
  "intervalstyle = 'postgres'",
  "bytea_output = 'hex'",
  'extra_float_digits = 1',
  "client_encoding = 'UTF8'",
  'search_path = public',
];

/** A connection that stays open for long, on which a table is the same text on every server. */
export async function connectForBackup(connection: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client({ ...connection, application_name: 'baton backup' });
  // A lost connection fails the statement that was under way; without a listener it would end the process as well.
  client.on('error', () => {});
  await client.connect();
  await client.query(session.map((setting) => `set ${setting}`).join('; '));
  return client;
}

/** What belongs to extensions is made by them again; `pgboss` is made by the queue. */
const ownTables = `
  from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    and c.relpersistence <> 't'
    and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')`;

export async function readCatalog(client: pg.Client): Promise<BackupCatalog> {
  const tables = await readTables(client);
  const { rows: migrations } = await client.query<BackupCatalog['migrations'][number]>(
    'select number, name, checksum from migrations order by number',
  );
  return {
    migrations,
    tables: tables.map(({ name, columns }) => ({ name, columns })),
    partitions: await readPartitions(client),
  };
}

async function readTables(client: pg.Client): Promise<TableRow[]> {
  const { rows } = await client.query<TableRow>(`
    select c.relname as name,
           array(select a.attname::text from pg_attribute a
                  where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
                  order by a.attnum) as columns,
           array(select a.attname::text from pg_attribute a
                  where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.atttypid = 'xid8'::regtype) as xids
    ${ownTables}
    order by c.relname collate "C"`);
  return rows;
}

async function readPartitions(client: pg.Client): Promise<BackupPartition[]> {
  const { rows } = await client.query<{ name: string; parent: string; bound: string }>(`
    select c.relname as name, p.relname as parent, pg_get_expr(c.relpartbound, c.oid) as bound
      from pg_inherits i
      join pg_class c on c.oid = i.inhrelid
      join pg_class p on p.oid = i.inhparent
      join pg_partitioned_table t on t.partrelid = p.oid and t.partstrat = 'r'
     where p.relnamespace = 'public'::regnamespace
     order by c.relname collate "C"`);
  return rows.map(({ name, parent, bound }) => {
    const [, from, to] = /^FOR VALUES FROM \('([^']+)'\) TO \('([^']+)'\)$/.exec(bound) ?? [];
    if (from === undefined || to === undefined)
      throw new Error(`The partition ${name} has bounds of another form: ${bound}`);
    return { name, parent, from, to };
  });
}

/**
 * Numbers of transactions mean nothing in another database: those that go on there would be read as the future, or as not yet
 * certain. A backup keeps only what they say about order, as small numbers that every database has passed: for a row of a log,
 * how many of its readers had not had it. A reader then stands behind everything that it had.
 */
const readerOf = (log: string): string => (log === 'inbound' ? "c.name = 'inbound'" : "c.name <> 'inbound'");
const logs = ['inbound', 'events'];
/** Behind every number that a row can have, and exact in JavaScript. */
const behindAll = Number.MAX_SAFE_INTEGER;

/** The statement that gives the rows of a table as a backup keeps them. `tables` are all that the database has. */
export function selectRows(table: BackupTable, xids: readonly string[], tables: readonly string[]): string {
  const name = pg.escapeIdentifier(table.name);
  const hasReaders = tables.includes('cursors');
  const columns = table.columns.map((column) => {
    const quoted = `t.${pg.escapeIdentifier(column)}`;
    if (table.name === 'cursors' && column === 'seq') return `${behindAll}`;
    if (!xids.includes(column)) return quoted;
    if (table.name === 'cursors') {
      return `(select count(*) from cursors c where c.workspace_id = t.workspace_id
        and (c.name = 'inbound') = (t.name = 'inbound') and (c.xid, c.seq) < (t.xid, t.seq))::text::xid8`;
    }
    if (!hasReaders || !logs.includes(table.name)) return "'0'::xid8";
    return `(select count(*) from cursors c where c.workspace_id = t.workspace_id
        and ${readerOf(table.name)} and (c.xid, c.seq) < (t.xid, t.seq))::text::xid8`;
  });
  return `select ${columns.join(', ')} from ${name} t`;
}

/** The columns of each table that hold numbers of transactions. */
export async function readXidColumns(client: pg.Client): Promise<Map<string, string[]>> {
  const tables = await readTables(client);
  return new Map(tables.filter(({ xids }) => xids.length > 0).map(({ name, xids }) => [name, xids]));
}

export type Sequences = Record<string, string>;

/** How far each sequence has come. Never behind the rows of a snapshot that was taken before. */
export async function readSequences(client: pg.Client): Promise<Sequences> {
  const { rows } = await client.query<{ name: string; last: string }>(`
    select sequencename as name, last_value::text as last from pg_sequences
     where schemaname = 'public' and last_value is not null order by 1`);
  return Object.fromEntries(rows.map(({ name, last }) => [name, last]));
}

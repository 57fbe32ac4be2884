const megabyte = 1024 * 1024;

export type PostgresSettings = {
  memoryBytes: number;
  /** `undefined`: no Unix sockets (Windows). */
  socketFolder: string | undefined;
  port: number;
  fsync: boolean;
  /** Size of /dev/shm, which containers keep small; `undefined` where there is none. */
  sharedMemoryBytes: number | undefined;
};

/**
 * The text of postgresql.conf. It is rewritten at each start, so what an operator wants different goes through
 * `alter system`, which PostgreSQL reads after it.
 */
export function writePostgresSettings(settings: PostgresSettings): string {
  const { memoryBytes, socketFolder, port, fsync, sharedMemoryBytes } = settings;
  const lines: [string, string | number][] = [
    ['listen_addresses', socketFolder === undefined ? '127.0.0.1' : ''],
    ['port', port],
    ['unix_socket_directories', socketFolder ?? ''],
    ['unix_socket_permissions', '0700'],
    ['max_connections', 60],
    ['shared_buffers', inMegabytes(memoryBytes / 8, 32, 512)],
    ['effective_cache_size', inMegabytes(memoryBytes / 2, 128, 65_536)],
    ['maintenance_work_mem', inMegabytes(memoryBytes / 32, 32, 256)],
    ['work_mem', '32MB'],
    ['jit', 'off'],
    ['fsync', fsync ? 'on' : 'off'],
    ['synchronous_commit', fsync ? 'on' : 'off'],
    ['full_page_writes', fsync ? 'on' : 'off'],
    ['wal_compression', 'on'],
    ['min_wal_size', '80MB'],
    ['max_wal_size', '1GB'],
    ['idle_in_transaction_session_timeout', '30s'],
    ['timezone', 'UTC'],
    ['log_timezone', 'UTC'],
    ['datestyle', 'iso, mdy'],
    ['lc_messages', 'C'],
    ['default_text_search_config', 'pg_catalog.english'],
    // Errors of statements are the application's to report, and their texts carry personal values.
    ['log_min_messages', 'log'],
    ['log_checkpoints', 'off'],
  ];
  // A query of a Node that was killed would hold its locks until it ends by itself.
  if (process.platform !== 'win32') lines.push(['client_connection_check_interval', '2s']);
  // Parallel queries with our work_mem overflow the 64 MB that containers usually get.
  if (sharedMemoryBytes !== undefined && sharedMemoryBytes < 256 * megabyte) {
    lines.push(['dynamic_shared_memory_type', 'mmap']);
  }
  const text = lines.map(([name, value]) => `${name} = ${typeof value === 'number' ? value : quote(value)}`);
  return ['# Written by Baton at each start. Use ALTER SYSTEM for settings of your own.', ...text, ''].join('\n');
}

function inMegabytes(bytes: number, least: number, most: number): string {
  return `${Math.floor(Math.min(Math.max(bytes / megabyte, least), most))}MB`;
}

function quote(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** Only Baton's own system user may connect, and only as the role `baton`. */
export function writeAccessRules(overSocket: boolean): string {
  return overSocket
    ? 'local all baton peer map=baton\nlocal replication baton peer map=baton\n'
    : 'host all baton 127.0.0.1/32 scram-sha-256\n';
}

export function writeUserMap(systemUser: string): string {
  return `baton "${systemUser}" baton\n`;
}

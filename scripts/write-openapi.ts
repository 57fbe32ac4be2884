import { readFileSync, writeFileSync } from 'node:fs';
import pino from 'pino';
import { collectRoutes } from '../src/app.ts';
import { openDatabases } from '../src/db/database.ts';
import { describeApi } from '../src/http/openapi.ts';
import { createSealer } from '../src/http/sealer.ts';
import { addRoutes, createServer } from '../src/http/server.ts';
import { createNews } from '../src/http/stream.ts';
import { collectShapes } from '../src/shapes.ts';

/** Writes docs/openapi.json from the contracts; with --check it only says whether the file is still true. */
const file = new URL('../docs/openapi.json', import.meta.url);
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const log = pino({ level: 'silent' });
const parts = {
  // Pools connect when they are first used; describing routes uses none.
  databases: openDatabases({}, { screens: 1, ingest: 1, workers: 1, reports: 1 }, log),
  identify: { bySession: async () => null, byKey: async () => null, byWriteKey: async () => null },
  clock: () => new Date(0),
  enqueue: async () => {},
  sealer: createSealer('describes routes and seals nothing'),
  news: createNews(async () => null),
  log,
  publicUrl: () => '',
  trustProxy: false,
};
const server = await createServer(parts);
await describeApi(server, version, collectShapes());
addRoutes(server, collectRoutes({ setupToken: null, hasSmtp: true, wake: () => {} }), parts);
await server.ready();
const text = `${JSON.stringify(server.swagger(), null, 2)}\n`;
await server.close();

if (!process.argv.includes('--check')) {
  writeFileSync(file, text);
} else if (readFileSync(file, 'utf8') !== text) {
  console.error('docs/openapi.json is not what the contracts say. Run: node scripts/write-openapi.ts');
  process.exit(1);
}

import { expect, test } from 'vitest';
import { writePostgresSettings, writeUserMap } from './postgres-settings.ts';

const gigabyte = 1024 ** 3;
const base = {
  memoryBytes: 2 * gigabyte,
  socketFolder: '/tmp/b',
  port: 5432,
  fsync: true,
  sharedMemoryBytes: gigabyte,
};

test('buffers are an eighth of memory, within bounds', () => {
  const cases: [number, string][] = [
    [0.1, '32MB'],
    [1, '128MB'],
    [2, '256MB'],
    [4, '512MB'],
    [64, '512MB'],
  ];
  for (const [memory, buffers] of cases) {
    const text = writePostgresSettings({ ...base, memoryBytes: memory * gigabyte });
    expect(text).toContain(`shared_buffers = '${buffers}'`);
  }
});

test('what is committed is on disk unless the database may be lost', () => {
  expect(writePostgresSettings(base)).toContain("synchronous_commit = 'on'");
  expect(writePostgresSettings(base)).toContain("fsync = 'on'");
  expect(writePostgresSettings({ ...base, fsync: false })).toContain("fsync = 'off'");
});

test('small shared memory, as in containers, is left alone', () => {
  expect(writePostgresSettings(base)).not.toContain('dynamic_shared_memory_type');
  expect(writePostgresSettings({ ...base, sharedMemoryBytes: 64 * 1024 ** 2 })).toContain(
    "dynamic_shared_memory_type = 'mmap'",
  );
});

test('a quote in a path or name does not end the setting', () => {
  expect(writePostgresSettings({ ...base, socketFolder: "/tmp/o'brien" })).toContain("'/tmp/o''brien'");
  expect(writeUserMap('svc account')).toBe('baton "svc account" baton\n');
});

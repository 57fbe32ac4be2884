import { describe, expect, it } from 'vitest';
import { readConfig } from '../src/config.ts';

describe('the configuration', () => {
  it('has a default for everything', () => {
    expect(readConfig({})).toMatchObject({
      home: './.baton',
      host: '127.0.0.1',
      port: 4400,
      role: 'all',
      databaseUrl: undefined,
    });
  });

  it('takes an empty variable for one that is not set', () => {
    expect(readConfig({ DATABASE_URL: '', SMTP_URL: '', BATON_URL: '', BATON_SECRET: '', METRICS_TOKEN: '' })).toEqual(
      readConfig({}),
    );
  });

  it('tells all problems together, each by its variable', () => {
    const bad = { PORT: 'eighty', DATABASE_URL: 'mysql://x', BATON_SECRET: 'short', LOG_LEVEL: 'loud' };
    expect(() => readConfig(bad)).toThrow(/PORT:.*\n.*DATABASE_URL:.*\n.*BATON_SECRET:.*\n.*LOG_LEVEL:/s);
  });

  it('never tells a value: it may be a secret', () => {
    expect(() => readConfig({ DATABASE_URL: 'mysql://user:hunter2@x' })).toThrow(/^(?!.*hunter2)/s);
  });
});

import { z } from 'zod';
import { BatonError } from './core/errors.ts';

const flag = z
  .enum(['true', 'false', '1', '0', ''])
  .optional()
  .transform((text) => text === 'true' || text === '1');
const text = z
  .string()
  .optional()
  .transform((value) => value || undefined);
const url = (protocols: RegExp, example: string) =>
  text.pipe(z.url({ protocol: protocols, error: `must be a URL such as ${example}` }).optional());
const postgres = url(/^postgres(ql)?$/, 'postgresql://baton:secret@127.0.0.1:5432/baton');

/** Every environment variable that Baton reads, with its default. The table in README.md is checked against this one. */
export const Environment = z.object({
  BATON_HOME: z.string().min(1).default('./.baton'),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z.coerce.number({ error: 'must be a port number' }).int().min(0).max(65_535).default(4400),
  BATON_URL: url(/^https?$/, 'https://baton.example.com'),
  DATABASE_URL: postgres,
  DATABASE_URL_DIRECT: postgres,
  DATABASE_URL_READ: postgres,
  BATON_SECRET: text.pipe(z.string().min(32, 'must have at least 32 characters').optional()),
  BATON_ROLE: z.enum(['all', 'web', 'worker']).default('all'),
  TRUST_PROXY: flag,
  SMTP_URL: url(/^smtps?$/, 'smtp://user:password@mail.example.com:587'),
  MAIL_FROM: z.string().min(3).default('Baton <baton@localhost>'),
  BATON_MAIL_DOMAIN: text.pipe(
    z
      .string()
      .regex(
        /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/i,
        'must be a domain such as log.example.com',
      )
      .optional(),
  ),
  BATON_MAIL_PORT: z
    .string()
    .regex(/^\d{0,5}$/, 'must be a port number')
    .optional()
    .transform((value) => (value ? Number(value) : undefined))
    .pipe(z.int().max(65_535).optional()),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  METRICS_TOKEN: text.pipe(z.string().min(16, 'must have at least 16 characters').optional()),
});

export type Config = {
  home: string;
  host: string;
  port: number;
  publicUrl: string | undefined;
  databaseUrl: string | undefined;
  databaseUrlDirect: string | undefined;
  databaseUrlRead: string | undefined;
  secret: string | undefined;
  role: 'all' | 'web' | 'worker';
  trustProxy: boolean;
  smtpUrl: string | undefined;
  mailFrom: string;
  /** Of logging addresses; without it no mail is taken. */
  mailDomain: string | undefined;
  /** Where Baton listens for mail itself. */
  mailPort: number | undefined;
  logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent';
  metricsToken: string | undefined;
};

/** Reads the configuration once. All problems are told together, by the names of their variables. */
export function readConfig(environment: Record<string, string | undefined> = process.env): Config {
  const parsed = Environment.safeParse(environment);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new BatonError('invalid', 'config.invalid', `The configuration has problems:\n${lines.join('\n')}`);
  }
  const e = parsed.data;
  return {
    home: e.BATON_HOME,
    host: e.HOST,
    port: e.PORT,
    publicUrl: e.BATON_URL?.replace(/\/+$/, ''),
    databaseUrl: e.DATABASE_URL,
    databaseUrlDirect: e.DATABASE_URL_DIRECT ?? e.DATABASE_URL,
    databaseUrlRead: e.DATABASE_URL_READ,
    secret: e.BATON_SECRET,
    role: e.BATON_ROLE,
    trustProxy: e.TRUST_PROXY,
    smtpUrl: e.SMTP_URL,
    mailFrom: e.MAIL_FROM,
    mailDomain: e.BATON_MAIL_DOMAIN?.toLowerCase(),
    mailPort: e.BATON_MAIL_PORT,
    logLevel: e.LOG_LEVEL,
    metricsToken: e.METRICS_TOKEN,
  };
}

/** What commands need that speak to a running Baton. */
export const ClientEnvironment = Environment.pick({ BATON_URL: true, PORT: true }).extend({
  BATON_KEY: text,
  BATON_EMAIL: text,
  BATON_PASSWORD: text,
});

export type ClientConfig = {
  url: string;
  key: string | undefined;
  email: string | undefined;
  password: string | undefined;
};

/** Where the running Baton is, and as whom to speak to it. */
export function readClientConfig(environment: Record<string, string | undefined> = process.env): ClientConfig {
  const parsed = ClientEnvironment.safeParse(environment);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new BatonError('invalid', 'config.invalid', `The configuration has problems:\n${lines.join('\n')}`);
  }
  const { BATON_URL, PORT, BATON_KEY: key, BATON_EMAIL: email, BATON_PASSWORD: password } = parsed.data;
  return { url: BATON_URL?.replace(/\/+$/, '') ?? `http://127.0.0.1:${PORT}`, key, email, password };
}

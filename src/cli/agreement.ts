import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { ClientConfig } from '../config.ts';
import { Department } from '../core/access.ts';
import { hashAgreement } from '../core/agreement/canonical-text.ts';
import { diffAgreements } from '../core/agreement/diff-agreements.ts';
import { readAgreement } from '../core/agreement/read-agreement.ts';
import type { Agreement } from '../core/agreement/schema.ts';
import { sectionNames, sectionOf } from '../core/agreement/sentence.ts';
import { describeAgreement } from '../core/agreement/sentences.ts';
import { BatonError } from '../core/errors.ts';
import {
  type AgreementVersion,
  draftAgreement,
  getInForce,
  getVersion,
  listVersions,
  proposeAgreement,
} from '../features/agreements/schema.ts';
import { type Client, createClient } from './client.ts';

type Print = (text: string) => void;
type Command = (args: readonly string[], config: ClientConfig, print: Print) => Promise<number>;

const usage = `Usage: baton agreement check FILE
       baton agreement show [VERSION|FILE]
       baton agreement diff [FROM] TO
       baton agreement propose FILE --message TEXT [--for marketing|sales] [--at INSTANT] [--waves N]

A version is its number or in-force. Set BATON_URL, and BATON_KEY or BATON_EMAIL and BATON_PASSWORD, to speak to a server.`;

/**
 * Runs `baton agreement …`.
 *
 * @returns the exit code: 1 for a text with errors
 * @throws BatonError that says what to do
 */
export const runAgreementCommand: Command = async ([name = '', ...args], config, print) => {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command) return command(args, config, print);
  throw new BatonError('invalid', 'command.unknown', usage);
};

const commands: Record<string, Command> = {
  async check([file], _config, print) {
    if (file === undefined) throw new BatonError('invalid', 'command.no-file', usage);
    const { agreement, problems, valid } = readAgreement(await readText(file));
    for (const { severity, message, remedy, path, line, column } of problems) {
      print(`${file}:${line}:${column} ${severity} ${path ? `${path}: ` : ''}${message} ${remedy}`);
    }
    if (valid && agreement !== null) print(`${agreement.name}: no error. SHA-256 ${hashAgreement(agreement)}`);
    return valid ? 0 : 1;
  },

  async show([what = 'in-force'], config, print) {
    const { agreement, title } = await load(what, createClient(config));
    print(title);
    const sections = Map.groupBy(describeAgreement(agreement), ({ clause }) => sectionOf(clause));
    for (const [section, clauses] of sections) {
      print(`\n${sectionNames[section] ?? section}`);
      for (const { text } of clauses) print(`- ${text}`);
    }
    return 0;
  },

  async diff(args, config, print) {
    const [from, to] = args.length === 1 ? ['in-force', args[0]] : args;
    if (from === undefined || to === undefined) throw new BatonError('invalid', 'command.no-version', usage);
    const client = createClient(config);
    const [left, right] = [await load(from, client), await load(to, client)];
    print(`From: ${left.title}\nTo: ${right.title}\n`);
    const changes = diffAgreements(left.agreement, right.agreement);
    for (const { clause, sentence } of changes) print(`${clause}: ${sentence}`);
    if (changes.length === 0) print('Nothing changes: both have the same hash.');
    return 0;
  },

  async propose(args, config, print) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        message: { type: 'string' },
        for: { type: 'string' },
        at: { type: 'string' },
        waves: { type: 'string' },
      },
    });
    const [file] = positionals;
    if (file === undefined || values.message === undefined)
      throw new BatonError('invalid', 'command.no-message', usage);
    const side = values.for === undefined ? undefined : Department.parse(values.for);
    const source = await readText(file);
    if (config.email === undefined || config.password === undefined) {
      throw new BatonError(
        'invalid',
        'command.no-member',
        'Proposing binds a side: set BATON_EMAIL and BATON_PASSWORD of a head of department. A key cannot.',
      );
    }
    const client = createClient(config);
    const draft = await client.call(draftAgreement, { body: { from: 'text', source } });
    if (!draft.valid) {
      print(`Drafted as version ${draft.number}, and not proposed: the text has errors.`);
      for (const { severity, line, message, remedy } of draft.problems) {
        if (severity === 'error') print(`${file}:${line} ${message} ${remedy}`);
      }
      return 1;
    }
    const proposed = await client.call(
      proposeAgreement,
      {
        params: { versionId: draft.id },
        body: {
          message: values.message,
          ...(side === undefined ? {} : { for: side }),
          ...(values.at === undefined ? {} : { effectiveAt: new Date(values.at).toISOString() }),
          ...(values.waves === undefined ? {} : { waveSize: Number(values.waves) }),
        },
      },
      draft.version,
    );
    print(
      `Version ${proposed.number} is proposed. SHA-256 ${proposed.hash}\nIt waits for: ${proposed.missing.join(', ')}.`,
    );
    return 0;
  },
};

type Loaded = { agreement: Agreement; title: string };

/** A version by number, the one in force, or a file. */
async function load(what: string, client: Client): Promise<Loaded> {
  if (existsSync(what)) {
    const { agreement, problems } = readAgreement(await readText(what));
    if (agreement === null) {
      const [first] = problems;
      throw new BatonError(
        'invalid',
        'agreement.unreadable',
        `${what}:${first?.line} ${first?.message} ${first?.remedy}`,
      );
    }
    return { agreement, title: `${agreement.name} (${what}). SHA-256 ${hashAgreement(agreement)}` };
  }
  const version = what === 'in-force' ? (await client.call(getInForce, { query: {} })).data : await find(what, client);
  if (version === null) throw new BatonError('not-found', 'agreement.none-in-force', 'No agreement is in force yet.');
  const { agreement } = readAgreement(version.source);
  if (agreement === null) {
    throw new BatonError(
      'conflict',
      'agreement.unreadable',
      `The text of version ${version.number} cannot be read yet.`,
    );
  }
  const { name, number, status, hash } = version;
  return { agreement, title: `${name}, version ${number}, ${status}. SHA-256 ${hash}` };
}

async function find(what: string, client: Client): Promise<AgreementVersion> {
  for (let cursor: string | undefined; /^\d+$/.test(what); ) {
    const page = await client.call(listVersions, {
      query: { limit: 200, ...(cursor === undefined ? {} : { cursor }) },
    });
    const found = page.data.find(({ number }) => number === Number(what));
    if (found) return client.call(getVersion, { params: { versionId: found.id } });
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  throw new BatonError('not-found', 'agreement.not-found', `There is no file and no version "${what}".`);
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new BatonError('invalid', 'file.unreadable', `The file ${file} cannot be read.`, { cause });
  }
}

import path from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock } from '../clock.ts';
import { type Config, readClientConfig, readConfig } from '../config.ts';
import { BatonError } from '../core/errors.ts';
import { fillSample, rebuild, serve, upgrade, version } from '../main.ts';

/** npm passes Ctrl-C on to a process that the terminal has told already: what comes this soon is the same one. */
const echo = 1_000;

const usage = `Usage: baton [command]

  serve              start Baton (the default)
  migrate            bring the database to this version, then end; --without-backup makes no copy before
  backup [FILE]      copy the whole database into one file, also while Baton runs: --keep 14, --with-secret;
                     --list shows what is there, --check FILE reads one from end to end
  restore FILE       put a backup into an empty folder (--into HOME) or database; --verify prints every table
  demo               fill the workspace with made-up people: --seed 1 --people 2000 --months 12
  rebuild            work out anew who is who, scores and counts from what came; --check only says what differs
  agreement check FILE                 say what is wrong with the text of an agreement, with line and remedy
  agreement show [VERSION|FILE]        print its clauses in sentences; the one in force unless said
  agreement diff [FROM] TO             say in sentences what changes; from the one in force unless said
  agreement propose FILE --message M   draft a version from a file and propose it (--for sales, --at, --waves)
  conformance FILE…  run files of reference cases against the rules
  help               show this text

Settings are environment variables: see README.md.
`;

/** An upgrade copies the database first, unless the operator has a copy. */
const withoutCopy = process.argv.includes('--without-backup');

const commands: Record<string, (config: Config) => Promise<void>> = {
  async serve(config) {
    // On a terminal people read words; lines for programs go to a file. Elsewhere, standard output is for programs.
    const logFile = process.stdout.isTTY ? path.join(config.home, 'baton.log') : undefined;
    const running = await serve(config, { ...(logFile ? { logFile } : {}), withoutCopy });
    if (running.url) {
      const lines = [`Baton is ready at ${running.url}`];
      if (running.setupToken) lines.push(`Setup token for the first run: ${running.setupToken}`);
      if (logFile) lines.push(`Log: ${logFile}`, 'Stop with Ctrl-C.');
      process.stdout.write(`${lines.join('\n')}\n`);
    }
    stopOnSignal(running.stop);
    if (process.argv.includes('--with-parent')) stopWithParent(running.stop);
  },
  async backup(config) {
    const { runBackup } = await import('./backup.ts');
    await runBackup(config, process.argv.slice(3), { version, now: systemClock(), say });
  },
  async restore(config) {
    const { runRestore } = await import('./restore.ts');
    await runRestore(config, process.argv.slice(3), { version, now: systemClock(), say });
  },
  async demo(config) {
    const { seed, people, months } = readSampleOptions();
    const until = systemClock().getTime();
    const count = await fillSample(config, { seed, people, months, until }, ({ people: made, touches }) => {
      if (process.stdout.isTTY) process.stdout.write(`\r${made} of ${people} people, ${touches} touches`);
    });
    const end = process.stdout.isTTY ? '\n' : '';
    process.stdout.write(`${end}Added ${count.people} people with ${count.touches} touches.\n`);
  },
  async rebuild(config) {
    const { values } = parseArgs({
      args: process.argv.slice(3),
      options: { check: { type: 'boolean', default: false } },
    });
    const counts = await rebuild(config, values);
    for (const { fact, looked, wrong } of counts) {
      const found = wrong === 0 ? 'all as the messages say' : `${wrong} ${values.check ? 'differ' : 'put right'}`;
      process.stdout.write(`${fact}: ${looked} looked at, ${found}\n`);
    }
    if (values.check && counts.some(({ wrong }) => wrong > 0)) process.exitCode = 1;
  },
  async migrate(config) {
    const applied = await upgrade(config, { withoutCopy });
    process.stdout.write(applied.length > 0 ? `Applied ${applied.join(', ')}.\n` : 'The database is up to date.\n');
  },
};

try {
  const [name = 'serve'] = process.argv.slice(2);
  const command = commands[name];
  if (command) await command(readConfig());
  else if (name === 'agreement') process.exitCode = await runAgreement(process.argv.slice(3));
  else if (name === 'conformance') await checkConformance(process.argv.slice(3));
  else if (/^(-h|--help|help)$/.test(name)) process.stdout.write(usage);
  else throw new BatonError('invalid', 'command.unknown', `There is no command "${name}".\n\n${usage}`);
} catch (error) {
  process.stderr.write(`${error instanceof BatonError ? error.message : (error as Error).stack}\n`);
  process.exit(1);
}

function readSampleOptions(): { seed: number; people: number; months: number } {
  const { values } = parseArgs({
    args: process.argv.slice(3),
    options: { seed: { type: 'string' }, people: { type: 'string' }, months: { type: 'string' } },
  });
  const read = (name: 'seed' | 'people' | 'months', otherwise: number, most: number) => {
    const count = values[name] === undefined ? otherwise : Number(values[name]);
    if (Number.isInteger(count) && count >= 1 && count <= most) return count;
    throw new BatonError('invalid', `demo.${name}`, `--${name} is a whole number from 1 to ${most}.`);
  };
  return { seed: read('seed', 1, 1_000_000), people: read('people', 2_000, 200_000), months: read('months', 12, 60) };
}

/** The rules are loaded only here: `serve` shall not wait for them. */
async function runAgreement(args: readonly string[]): Promise<number> {
  const { runAgreementCommand } = await import('./agreement.ts');
  return runAgreementCommand(args, readClientConfig(), say);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Needs neither settings nor a database. The rules are loaded only here: `serve` shall not wait for the adapters. */
async function checkConformance(files: readonly string[]): Promise<void> {
  if (files.length === 0) throw new BatonError('invalid', 'conformance.no-file', 'Name at least one file of cases.');
  const { runConformance } = await import('./conformance.ts');
  const { failed } = await runConformance(files);
  if (failed > 0) process.exitCode = 1;
}

/**
 * npm does not pass a signal on to what its shell runs: when npm is ended, nobody would stop Baton. So one that npm started
 * stops when its parent is gone.
 */
function stopWithParent(stop: () => Promise<void>): void {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    void stop().then(() => process.exit(0));
  }, 500);
  watch.unref();
}

function stopOnSignal(stop: () => Promise<void>): void {
  let firstAt: number | undefined;
  const onSignal = () => {
    if (firstAt === undefined) {
      firstAt = performance.now();
      void stop().then(() => process.exit(0));
    } else if (performance.now() - firstAt > echo) {
      process.exit(1);
    }
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  process.on('SIGHUP', onSignal);
}

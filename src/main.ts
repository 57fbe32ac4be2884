import path from 'node:path';
import { readConfig } from './config.ts';
import { BatonError } from './core/errors.ts';
import { serve } from './serve.ts';

/** npm passes Ctrl-C on to a process that the terminal has told already: what comes this soon is the same one. */
const echo = 1_000;

try {
  const config = readConfig();
  // On a terminal people read words; lines for programs go to a file. Elsewhere, standard output is for programs.
  const logFile = process.stdout.isTTY ? path.join(config.home, 'baton.log') : undefined;
  const running = await serve(config, logFile ? { logFile } : {});
  if (running.url) {
    const lines = [`Baton is ready at ${running.url}`];
    if (running.setupToken) lines.push(`Setup token for the first run: ${running.setupToken}`);
    if (logFile) lines.push(`Log: ${logFile}`, 'Stop with Ctrl-C.');
    process.stdout.write(`${lines.join('\n')}\n`);
  }
  stopOnSignal(running.stop);
} catch (error) {
  process.stderr.write(`${error instanceof BatonError ? error.message : (error as Error).stack}\n`);
  process.exit(1);
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

import { spawn } from 'node:child_process';

/**
 * Runs the program in place of this process where the system can (then nothing of the set-up stays in memory and
 * signals reach it), else beside it.
 */
export function runProgram(node, args) {
  if (typeof process.execve === 'function' && process.platform !== 'win32') {
    // Its only warning is that it is new; what fails falls through to the old way.
    process.removeAllListeners('warning');
    try {
      process.execve(node, [node, ...args], process.env);
    } catch {
      // For example forbidden by a permission policy.
    }
  }
  const child = spawn(node, args, { stdio: 'inherit' });
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  // Ctrl-C reaches the child by itself; this process only has to outlive it.
  process.on('SIGINT', () => {});
  child.on('error', (error) => {
    console.error(`${node} cannot be run: ${error.message}`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 143);
    process.removeAllListeners();
  });
}

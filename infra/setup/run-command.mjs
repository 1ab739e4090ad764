/** Runs another program in the foreground: it shares this terminal and gets its interrupts. */
import { spawn, spawnSync } from 'node:child_process';
import { constants } from 'node:os';

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {Promise<number>} its exit code; 128 + the signal's number if a signal ended it, 127 if it could not be run
 */
export function runCommand(command, args) {
  // An interrupt from the terminal reaches the child as well; it decides what it means.
  const ignore = () => undefined;
  process.on('SIGINT', ignore);
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'inherit' });
    const finish = (code) => {
      process.off('SIGINT', ignore);
      resolve(code);
    };
    child.once('error', () => finish(127));
    child.once('exit', (code, signal) => finish(code ?? 128 + (constants.signals[signal ?? 'SIGTERM'] ?? 0)));
  });
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {boolean} whether the program is there and succeeds
 */
export function succeeds(command, args) {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

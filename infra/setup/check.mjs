/**
 * `npm run check`: sets up what is due, then makes every check but the tests, whatever an earlier one said, and names those that
 * failed. CI calls it after the tests.
 */
import { runCommand } from './run-command.mjs';
import { SetUpError, say } from './say.mjs';
import { inRepository, setUp } from './set-up.mjs';

/** Scripts of the root package; those that a clone has compiled for last. */
const checks = ['format:check', 'lint', 'types:tests', 'deadcode'];

try {
  await setUp();
  process.chdir(inRepository('.'));
  const failed = [];
  for (const check of checks) {
    say(`check: ${check}`);
    if ((await runCommand('npm', ['run', '--silent', check])) !== 0) failed.push(check);
  }
  if (failed.length === 0) say('check: all is well');
  else {
    const mended = failed.includes('format:check') ? '; `npm run format` mends the format' : '';
    say(`check: ${failed.join(', ')} failed; the messages above say where${mended}`);
    process.exitCode = 1;
  }
} catch (error) {
  if (!(error instanceof SetUpError)) throw error;
  say(`check: ${error.message}`);
  process.exitCode = 3;
}

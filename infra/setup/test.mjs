/**
 * `npm test [-- OPTIONS of vitest]`: sets up what is due, then runs the tests.
 * A `pretest` script would be skipped: npm runs none where `ignore-scripts` is set, as here.
 */
import { findChromium, missingChromium } from './chromium.mjs';
import { runCommand } from './run-command.mjs';
import { SetUpError, say } from './say.mjs';
import { inRepository, setUp } from './set-up.mjs';

try {
  await setUp({ tests: true });
  if (findChromium(process.env) === null) say(`test: the browser tests are left out: ${missingChromium}`);
  process.exitCode = await runCommand(process.execPath, [
    inRepository('node_modules/vitest/vitest.mjs'),
    'run',
    ...process.argv.slice(2),
  ]);
} catch (error) {
  if (!(error instanceof SetUpError)) throw error;
  say(`test: ${error.message}`);
  process.exitCode = 3;
}

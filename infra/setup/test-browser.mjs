/**
 * `npm run test:browser [-- OPTIONS of vitest]`: sets up what is due, then runs the tests that drive a real browser (test/src/browser). `npm test`
 * runs them, too, where there is one.
 */
import { findChromium, missingChromium } from './chromium.mjs';
import { runCommand } from './run-command.mjs';
import { SetUpError, say } from './say.mjs';
import { inRepository, setUp } from './set-up.mjs';

try {
  if (findChromium(process.env) === null) throw new SetUpError(`There is ${missingChromium}`);
  await setUp({ tests: true });
  process.exitCode = await runCommand(process.execPath, [
    inRepository('node_modules/vitest/vitest.mjs'),
    ...['run', '--project', 'browser'],
    ...process.argv.slice(2),
  ]);
} catch (error) {
  if (!(error instanceof SetUpError)) throw error;
  say(`test:browser: ${error.message}`);
  process.exitCode = 3;
}

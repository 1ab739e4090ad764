/**
 * `npm run test:browser [-- OPTIONS of vitest]`: sets up what is due, then runs the tests that drive a real browser (test/src/browser). `npm test`
 * runs them, too, where there is one. `npm run test:browser -- --screenshots` takes the pictures of docs/dashboard instead, which takes minutes.
 */
import { findChromium, missingChromium } from './chromium.mjs';
import { runCommand } from './run-command.mjs';
import { SetUpError, say } from './say.mjs';
import { inRepository, setUp } from './set-up.mjs';

const asked = process.argv.slice(2);
const options = asked.filter((option) => option !== '--screenshots');
// The configuration of the tests reads it.
if (options.length < asked.length) process.env.ESPALIER_SCREENSHOTS = '1';

try {
  if (findChromium(process.env) === null) throw new SetUpError(`There is ${missingChromium}`);
  await setUp({ tests: true });
  process.exitCode = await runCommand(process.execPath, [
    inRepository('node_modules/vitest/vitest.mjs'),
    ...['run', '--project', 'browser'],
    ...options,
  ]);
} catch (error) {
  if (!(error instanceof SetUpError)) throw error;
  say(`test:browser: ${error.message}`);
  process.exitCode = 3;
}

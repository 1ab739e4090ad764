/**
 * `npm run demo`: from a fresh clone to a published bundle of the census example, in one command.
 * The stack stays up afterwards, so that the next demo starts in seconds and finds its stages cached.
 */
import { runCommand } from './run-command.mjs';
import { SetUpError, say } from './say.mjs';
import { inRepository, setUp } from './set-up.mjs';

const espalier = (...args) =>
  runCommand(process.execPath, [inRepository('packages/cli/bin/espalier.js'), ...args]);

async function demo() {
  await setUp();
  say('demo: starting the local stack (espalier up)');
  const upCode = await espalier('up');
  if (upCode !== 0) return upCode;
  say('demo: running the census example (espalier run examples/census-income/pipeline.yaml --wait)');
  const runCode = await espalier('run', inRepository('examples/census-income/pipeline.yaml'), '--wait');
  say('demo: the stack is still up; `npx espalier status` shows it, `npx espalier down` stops it');
  await espalier('open');
  return runCode;
}

try {
  process.exitCode = await demo();
} catch (error) {
  if (!(error instanceof SetUpError)) throw error;
  say(`demo: ${error.message}`);
  process.exitCode = 3;
}

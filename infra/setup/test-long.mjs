/** `npm run test:long -- [OPTIONS]`: sets up what is due, then tests with many more draws than `npm test`; test/src/long does the work. */
import { runCommand } from './run-command.mjs';
import { SetUpError, say } from './say.mjs';
import { inRepository, setUp } from './set-up.mjs';

try {
  await setUp();
  process.exitCode = await runCommand(process.execPath, [
    inRepository('test/dist/long/long-main.js'),
    ...process.argv.slice(2),
  ]);
} catch (error) {
  if (!(error instanceof SetUpError)) throw error;
  say(`test:long: ${error.message}`);
  process.exitCode = 3;
}

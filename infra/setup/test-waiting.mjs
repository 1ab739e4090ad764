/** `npm run test:waiting -- [OPTIONS]`: sets up what is due, then tests with hundreds of runs that wait; test/src/waiting does the work. */
import { runCommand } from './run-command.mjs';
import { SetUpError, say } from './say.mjs';
import { inRepository, setUp } from './set-up.mjs';

try {
  await setUp();
  process.exitCode = await runCommand(process.execPath, [
    inRepository('test/dist/waiting/waiting-main.js'),
    ...process.argv.slice(2),
  ]);
} catch (error) {
  if (!(error instanceof SetUpError)) throw error;
  say(`test:waiting: ${error.message}`);
  process.exitCode = 3;
}

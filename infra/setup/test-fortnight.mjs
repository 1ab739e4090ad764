/** `npm run test:fortnight -- [OPTIONS]`: sets up what is due, then retrains a made feed daily for a fortnight; test/src/fortnight does the work. */
import { runCommand } from './run-command.mjs';
import { SetUpError, say } from './say.mjs';
import { inRepository, setUp } from './set-up.mjs';

try {
  await setUp();
  process.exitCode = await runCommand(process.execPath, [
    inRepository('test/dist/fortnight/fortnight-main.js'),
    ...process.argv.slice(2),
  ]);
} catch (error) {
  if (!(error instanceof SetUpError)) throw error;
  say(`test:fortnight: ${error.message}`);
  process.exitCode = 3;
}

/** `npm run test:many-files -- [OPTIONS]`: sets up what is due, then runs a source of many small files; test/src/long does the work. */
import { runCommand } from './run-command.mjs';
import { SetUpError, say } from './say.mjs';
import { inRepository, setUp } from './set-up.mjs';

try {
  await setUp();
  process.exitCode = await runCommand(process.execPath, [
    inRepository('test/dist/long/many-files-main.js'),
    ...process.argv.slice(2),
  ]);
} catch (error) {
  if (!(error instanceof SetUpError)) throw error;
  say(`test:many-files: ${error.message}`);
  process.exitCode = 3;
}

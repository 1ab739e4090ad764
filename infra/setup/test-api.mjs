/** `npm run test:api -- [OPTIONS]`: sets up what is due, then has schemathesis test the server; test/src/api does the work. */
import { runCommand } from './run-command.mjs';
import { SetUpError, say } from './say.mjs';
import { inRepository, setUp } from './set-up.mjs';

try {
  await setUp();
  process.exitCode = await runCommand(process.execPath, [
    inRepository('test/dist/api/api-main.js'),
    ...process.argv.slice(2),
  ]);
} catch (error) {
  if (!(error instanceof SetUpError)) throw error;
  say(`test:api: ${error.message}`);
  process.exitCode = 3;
}

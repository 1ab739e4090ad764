/** `npm run test:promotions -- [OPTIONS]`: sets up what is due, then promotes by fifty callers at once, a hundred times; test/src/promotions does the work. */
import { runCommand } from './run-command.mjs';
import { SetUpError, say } from './say.mjs';
import { inRepository, setUp } from './set-up.mjs';

try {
  await setUp();
  process.exitCode = await runCommand(process.execPath, [
    inRepository('test/dist/promotions/promotions-main.js'),
    ...process.argv.slice(2),
  ]);
} catch (error) {
  if (!(error instanceof SetUpError)) throw error;
  say(`test:promotions: ${error.message}`);
  process.exitCode = 3;
}

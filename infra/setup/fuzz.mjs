/** `npm run fuzz -- [OPTIONS]`: sets up what is due, then puts made sources through init, plan, run and score; test/src/fuzz does the work. */
import { runCommand } from './run-command.mjs';
import { SetUpError, say } from './say.mjs';
import { inRepository, setUp } from './set-up.mjs';

try {
  await setUp();
  process.exitCode = await runCommand(process.execPath, [
    inRepository('test/dist/fuzz/fuzz-main.js'),
    ...process.argv.slice(2),
  ]);
} catch (error) {
  if (!(error instanceof SetUpError)) throw error;
  say(`fuzz: ${error.message}`);
  process.exitCode = 3;
}

/** `npm run bench -- NAME [--json]`: sets up what is due, then measures; says what it does on standard error. */
import { runCommand } from './run-command.mjs';
import { SetUpError, say } from './say.mjs';
import { inRepository, setUp } from './set-up.mjs';

try {
  await setUp();
  process.exitCode = await runCommand(process.execPath, [
    inRepository('bench/dist/main.js'),
    ...process.argv.slice(2),
  ]);
} catch (error) {
  if (!(error instanceof SetUpError)) throw error;
  say(`bench: ${error.message}`);
  process.exitCode = 3;
}

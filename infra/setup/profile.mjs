/** `npm run profile`: sets up what is due, then traces some training steps; says what it does on standard error. */
import { runCommand } from './run-command.mjs';
import { SetUpError, say } from './say.mjs';
import { inRepository, setUp } from './set-up.mjs';

const callerDir = process.cwd();
try {
  await setUp();
  process.chdir(callerDir);
  process.exitCode = await runCommand(process.execPath, [
    inRepository('bench/dist/profile/main.js'),
    ...process.argv.slice(2),
  ]);
} catch (error) {
  if (!(error instanceof SetUpError)) throw error;
  say(`profile: ${error.message}`);
  process.exitCode = 3;
}

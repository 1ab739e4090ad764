/** `npm run verify-resume -- [OPTIONS]`: sets up what is due, then stops and resumes trainings; test/src/resume does the work. */
import { runCommand } from './run-command.mjs';
import { SetUpError, say } from './say.mjs';
import { inRepository, setUp } from './set-up.mjs';

try {
  await setUp();
  process.exitCode = await runCommand(process.execPath, [
    inRepository('test/dist/resume/resume-main.js'),
    ...process.argv.slice(2),
  ]);
} catch (error) {
  if (!(error instanceof SetUpError)) throw error;
  say(`verify-resume: ${error.message}`);
  process.exitCode = 3;
}

/** `npm run setup`: makes the checkout ready to run, and to commit to. */
import { setUpGitHook } from './git-hook.mjs';
import { SetUpError, say } from './say.mjs';
import { inRepository, setUp } from './set-up.mjs';

try {
  await setUp();
  await setUpGitHook(inRepository('.'));
} catch (error) {
  if (!(error instanceof SetUpError)) throw error;
  say(`setup: ${error.message}`);
  process.exitCode = 3;
}

/** `npm run setup`, and the first step of `npm run verify`: `node infra/setup/setup.mjs [--tests]`. */
import { SetUpError, say } from './say.mjs';
import { setUp } from './set-up.mjs';

try {
  await setUp({ tests: process.argv.includes('--tests') });
} catch (error) {
  if (!(error instanceof SetUpError)) throw error;
  say(`setup: ${error.message}`);
  process.exitCode = 3;
}

/** Finds the browser that browser tests drive: Debian's Chromium, or another build of it that is named. Nothing fetches one. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** Where there is none, what to do, in one sentence. */
export const missingChromium =
  'no Chromium on this machine; install one (for example `apt-get install chromium`) or name it in ESPALIER_CHROMIUM.';

/** @param {string} path */
function canRun(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {string | null} the path of the program
 */
export function findChromium(env) {
  const { ESPALIER_CHROMIUM: named, PATH: path = '' } = env;
  if (named) return canRun(named) ? named : null;
  const found = names.flatMap((name) =>
    path
      .split(delimiter)
      .filter((dir) => dir !== '')
      .map((dir) => join(dir, name)),
  );
  return found.find(canRun) ?? null;
}

/**
 * Whether it takes the pictures of docs/dashboard instead of testing: `npm run test:browser -- --screenshots` says so.
 * @param {NodeJS.ProcessEnv} env
 */
export function screenshotsAsked(env) {
  return env.ESPALIER_SCREENSHOTS === '1';
}

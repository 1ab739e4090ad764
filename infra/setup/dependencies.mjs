/** Installs the npm dependencies when the lock file says something else than what is in node_modules. */
import { existsSync, readFileSync } from 'node:fs';
import { runCommand } from './run-command.mjs';
import { SetUpError, say } from './say.mjs';

/**
 * @param {URL} path a package-lock.json, or npm's record of what it installed
 * @returns {Record<string, { version?: string; integrity?: string; optional?: boolean }>} by folder
 */
function packagesOf(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages ?? {};
  } catch {
    return {}; // Absent or cut off: to be installed anew.
  }
}

/**
 * By content, not by time: a checkout of another commit is younger or older than its node_modules as it happens.
 * @param {URL} root the repository
 * @returns {boolean} whether node_modules is what the lock file asks for, as npm recorded it
 */
export function dependenciesAreCurrent(root) {
  const installed = packagesOf(new URL('node_modules/.package-lock.json', root));
  const asked = Object.entries(packagesOf(new URL('package-lock.json', root)));
  return asked
    .filter(([folder, { optional }]) => folder.includes('node_modules/') && optional !== true)
    .every(
      ([folder, { version, integrity }]) =>
        installed[folder]?.version === version &&
        installed[folder]?.integrity === integrity &&
        existsSync(new URL(`${folder}/package.json`, root)),
    );
}

/** In the working folder, the repository. */
export async function installDependencies() {
  say('setup: installing the dependencies (npm ci)');
  const code = await runCommand('npm', [
    'ci',
    // The compiler is one of them; NODE_ENV=production, or npm's own settings, would leave it out.
    '--include=dev',
    '--include=optional',
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]);
  if (code !== 0) throw new SetUpError(`npm ci ended with exit code ${code}; its output above says why.`);
}

/** Installs the npm dependencies when the lock file says something else than what is in node_modules. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { runCommand } from './run-command.mjs';
import { SetUpError, say } from './say.mjs';

/** @param {URL} path */
function digestOf(path) {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

/** @param {URL} path */
function modifiedAtMs(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/**
 * @param {URL} root the repository
 * @returns {boolean} whether node_modules is what the lock file asks for
 */
export function dependenciesAreCurrent(root) {
  const lock = new URL('package-lock.json', root);
  const stamp = new URL('node_modules/.espalier-lock-digest', root);
  // npm's own record, written at the end of every install: somebody may have called npm without us.
  const installed = new URL('node_modules/.package-lock.json', root);
  const compiler = new URL('node_modules/typescript/package.json', root);
  if (!existsSync(installed) || !existsSync(compiler)) return false;
  if (modifiedAtMs(installed) >= modifiedAtMs(lock)) return true;
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === digestOf(lock);
}

/** @param {URL} root the repository */
export async function installDependencies(root) {
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
  writeFileSync(
    new URL('node_modules/.espalier-lock-digest', root),
    digestOf(new URL('package-lock.json', root)),
  );
}

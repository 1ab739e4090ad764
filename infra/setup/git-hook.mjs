/**
 * Sets up the pre-commit hook of a checkout, for those who develop; nothing where there is no checkout, in CI, or where someone has
 * hooks of their own. A hook that can't be set up is said and fails nothing: the same checks are made by `npm run check`.
 * Leaves to others: what the hook does (pre-commit.sh).
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { say } from './say.mjs';

/** @param {string} root the repository, with its dependencies installed */
export async function setUpGitHook(root) {
  if (!existsSync(join(root, '.git'))) return;
  if (isOn(process.env.CI)) return say('setup: no pre-commit hook in CI');
  const ask = (...args) => askGit(root, args);
  const top = ask('rev-parse', '--show-toplevel');
  if (top === null || realpathSync(top) !== realpathSync(root)) {
    return say(
      'setup: no pre-commit hook, since git does not take this folder for a checkout (see `git status`)',
    );
  }
  const theirs = ask('config', 'core.hooksPath');
  if (theirs)
    return say(`setup: no pre-commit hook, since core.hooksPath says that your hooks are in ${theirs}`);
  const hooks = createRequire(join(root, 'package.json'))('simple-git-hooks');
  const file = resolve(root, ask('rev-parse', '--git-path', 'hooks/pre-commit') ?? '');
  try {
    const present = existsSync(file) ? readFileSync(file, 'utf8') : hooks.PREPEND_SCRIPT;
    if (!present.startsWith(hooks.PREPEND_SCRIPT)) {
      return say(`setup: no pre-commit hook, since you have one of your own: ${file}`);
    }
    await hooks.setHooksFromConfig(root, []);
  } catch (error) {
    say(`setup: no pre-commit hook: ${error instanceof Error ? error.message : error}`);
  }
}

function isOn(value) {
  return value !== undefined && !['', '0', 'false'].includes(value);
}

/**
 * @param {string} root
 * @param {readonly string[]} args
 * @returns {string | null} what git says in this checkout, whatever hook or command this runs under; null if it fails or is not there
 */
function askGit(root, args) {
  const { GIT_DIR, GIT_WORK_TREE, GIT_INDEX_FILE, ...env } = process.env;
  const { status, stdout } = spawnSync('git', args, { cwd: root, env, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
}

/** `npm run setup` gives a checkout a pre-commit hook for staged files, and leaves the hooks of others alone. */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inheritedEnvironment } from '@espalier/settings';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const workspace = fileURLToPath(new URL('../../../', import.meta.url));
const well = 'export const one = 1;\n';
const badlyFormatted = 'export   const one=1\n';

let dir: string;
let checkout: string;
/** Neither the machine's nor the account's own settings of git, but these. */
let env: NodeJS.ProcessEnv;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'espalier-hook-'));
  checkout = join(dir, 'checkout');
  env = inheritedEnvironment({
    GIT_CONFIG_GLOBAL: join(dir, 'gitconfig'),
    GIT_CONFIG_NOSYSTEM: '1',
    CI: '',
  });
  writeFileSync(join(dir, 'gitconfig'), '[user]\nname = A\nemail = a@localhost\n');
  mkdirSync(checkout);
  for (const name of ['infra/setup', 'package.json', 'biome.json', '.gitignore', '.npmrc']) {
    cpSync(join(workspace, name), join(checkout, name), { recursive: true });
  }
  symlinkSync(join(workspace, 'node_modules'), join(checkout, 'node_modules'));
  git('init', '-q');
  writeFileSync(join(checkout, '.git/info/exclude'), 'node_modules\n');
  git('add', '-A');
  git('commit', '-qm', 'first');
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

function git(...args: string[]): string {
  return execFileSync('git', args, { cwd: checkout, env, encoding: 'utf8', stdio: 'pipe' });
}

/** What set-up does about the hook. @returns what it says */
function setUpHook(folder = checkout, more: NodeJS.ProcessEnv = {}): string {
  const program = `import { setUpGitHook } from './infra/setup/git-hook.mjs'; await setUpGitHook(process.cwd());`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: folder,
    env: { ...env, ...more },
    encoding: 'utf8',
  });
  expect(status, stderr).toBe(0);
  return stdout + stderr;
}

const hookFile = () => join(checkout, '.git/hooks/pre-commit');

function commit(text: string, staged = text): { readonly status: number | null; readonly said: string } {
  writeFileSync(join(checkout, 'one.ts'), staged);
  git('add', 'one.ts');
  writeFileSync(join(checkout, 'one.ts'), text);
  const done = spawnSync('git', ['commit', '-qm', 'one'], { cwd: checkout, env, encoding: 'utf8' });
  return { status: done.status, said: done.stdout + done.stderr };
}

describe('the hook', () => {
  beforeEach(() => {
    setUpHook();
  });

  it('formats what is staged, and leaves the rest of the file as it is', () => {
    const unstaged = `${badlyFormatted}export const two=2\n`;
    const { status, said } = commit(unstaged, badlyFormatted);
    expect(status, said).toBe(0);
    expect(git('show', 'HEAD:one.ts')).toBe(well);
    expect(readFileSync(join(checkout, 'one.ts'), 'utf8')).toContain('export const two=2');
  });

  it('refuses what the linter refuses, with its message, and changes nothing', () => {
    const wrong = 'export const one: any = 1;\n';
    const { status, said } = commit(wrong);
    expect(status).not.toBe(0);
    expect(said).toContain('noExplicitAny');
    expect(git('log', '--oneline').trim().split('\n')).toHaveLength(1);
    expect(readFileSync(join(checkout, 'one.ts'), 'utf8')).toBe(wrong);
  });

  it('does not ask about files that no check reads', () => {
    writeFileSync(join(checkout, 'notes.md'), '# notes\n');
    git('add', 'notes.md');
    git('commit', '-qm', 'notes');
    expect(git('log', '--oneline').trim().split('\n')).toHaveLength(2);
  });

  it('lets a commit pass where nothing is installed, and says so', () => {
    rmSync(join(checkout, 'node_modules'));
    const { status, said } = commit(badlyFormatted);
    expect(status, said).toBe(0);
    expect(said).toContain('npm run setup');
  });

  it('lets commits pass on a branch that is older than it', () => {
    git('rm', '-q', 'infra/setup/pre-commit.sh');
    const { status, said } = commit(badlyFormatted);
    expect(status, said).toBe(0);
  });

  it('is set up once, and anew where it is an older one', () => {
    expect(setUpHook()).toBe('');
    writeFileSync(hookFile(), `${readFileSync(hookFile(), 'utf8')} --older`);
    setUpHook();
    expect(readFileSync(hookFile(), 'utf8')).not.toContain('--older');
  });

  it('works in a worktree', () => {
    const tree = join(dir, 'worktree');
    git('worktree', 'add', '-q', tree);
    symlinkSync(join(workspace, 'node_modules'), join(tree, 'node_modules'));
    expect(setUpHook(tree)).toBe('');
    writeFileSync(join(tree, 'one.ts'), badlyFormatted);
    execFileSync('git', ['add', 'one.ts'], { cwd: tree, env });
    execFileSync('git', ['commit', '-qm', 'one'], { cwd: tree, env, stdio: 'pipe' });
    expect(execFileSync('git', ['show', 'HEAD:one.ts'], { cwd: tree, env, encoding: 'utf8' })).toBe(well);
  });
});

describe('there is no hook, and set-up goes on', () => {
  it.each(['--local', '--global'])('where core.hooksPath is set (%s)', (scope) => {
    const own = join(dir, 'own-hooks');
    git('config', scope, 'core.hooksPath', own);
    expect(setUpHook()).toContain(own);
    expect(existsSync(own)).toBe(false);
    expect(existsSync(hookFile())).toBe(false);
  });

  it("where there is a pre-commit hook of the user's own", () => {
    mkdirSync(join(checkout, '.git/hooks'), { recursive: true });
    writeFileSync(hookFile(), '#!/bin/sh\nexit 0\n', { mode: 0o755 });
    expect(setUpHook()).toContain(hookFile());
    expect(readFileSync(hookFile(), 'utf8')).toBe('#!/bin/sh\nexit 0\n');
  });

  it('in CI', () => {
    expect(setUpHook(checkout, { CI: 'true' })).toContain('CI');
    expect(existsSync(hookFile())).toBe(false);
  });

  it('in the files without their history, even inside a checkout of something else', () => {
    const inner = join(checkout, 'vendored');
    cpSync(join(workspace, 'infra/setup'), join(inner, 'infra/setup'), { recursive: true });
    expect(setUpHook(inner)).toBe('');
    expect(existsSync(hookFile())).toBe(false);
  });

  it('where git does not answer, or does not take the folder for a checkout', () => {
    expect(setUpHook(checkout, { PATH: dir })).toContain('no pre-commit hook');
    rmSync(join(checkout, '.git/HEAD'));
    expect(setUpHook()).toContain('no pre-commit hook');
  });

  it('where it can not be written', () => {
    rmSync(join(checkout, '.git/hooks'), { recursive: true });
    writeFileSync(join(checkout, '.git/hooks'), '');
    expect(setUpHook()).toContain('no pre-commit hook');
  });
});

it('other hooks of the user stay', () => {
  const own = join(checkout, '.git/hooks/commit-msg');
  mkdirSync(join(checkout, '.git/hooks'), { recursive: true });
  writeFileSync(own, '#!/bin/sh\nexit 0\n', { mode: 0o755 });
  setUpHook();
  expect(existsSync(own)).toBe(true);
  expect(existsSync(hookFile())).toBe(true);
});

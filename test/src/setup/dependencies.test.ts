/** Set-up installs what it needs itself, whatever an account's settings leave out of an install. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inheritedEnvironment } from '@espalier/settings';
import { afterEach, beforeEach, expect, test } from 'vitest';

const dependencies = new URL('../../../infra/setup/dependencies.mjs', import.meta.url).href;

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'espalier-setup-'));
  mkdirSync(join(dir, 'compiler'));
  writeFileSync(join(dir, 'compiler/package.json'), '{ "name": "typescript", "version": "1.0.0" }');
  const manifest = { name: 'checkout', version: '1.0.0', devDependencies: { typescript: 'file:compiler' } };
  writeFileSync(join(dir, 'package.json'), JSON.stringify(manifest));
  execFileSync('npm', ['install', '--package-lock-only', '--no-audit', '--no-fund'], { cwd: dir });
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** Runs an expression over the module that installs, as set-up would in this folder. */
function evaluate(expression: string, env: Record<string, string> = {}): string {
  const root = pathToFileURL(`${dir}/`).href;
  const program = `import * as it from '${dependencies}'; const root = new URL('${root}'); console.log(${expression});`;
  return execFileSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd: dir,
    encoding: 'utf8',
    env: inheritedEnvironment(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();
}

test.each([
  { variable: 'NODE_ENV', value: 'production' },
  { variable: 'npm_config_omit', value: 'dev' },
])('the compiler is installed under $variable=$value too', ({ variable, value }) => {
  evaluate('await it.installDependencies()', { [variable]: value });
  expect(existsSync(join(dir, 'node_modules/typescript/package.json'))).toBe(true);
  expect(evaluate('it.dependenciesAreCurrent(root)')).toBe('true');
});

test('an install without development dependencies is not taken for a whole one', () => {
  execFileSync('npm', ['ci', '--omit=dev', '--no-audit', '--no-fund'], { cwd: dir });
  mkdirSync(join(dir, 'node_modules'), { recursive: true });
  writeFileSync(join(dir, 'node_modules/.package-lock.json'), '{}');
  expect(evaluate('it.dependenciesAreCurrent(root)')).toBe('false');
});

test('a checkout of another commit has its own dependencies installed, whichever file is younger', () => {
  evaluate('await it.installDependencies()');
  const lock = join(dir, 'package-lock.json');
  const text = readFileSync(lock, 'utf8');
  const added = { 'node_modules/added': { version: '1.0.0', resolved: 'https://x.invalid/added.tgz' } };
  const parsed = JSON.parse(text) as { packages: object };
  writeFileSync(lock, JSON.stringify({ ...parsed, packages: { ...parsed.packages, ...added } }));
  utimesSync(lock, 0, 0);
  expect(evaluate('it.dependenciesAreCurrent(root)')).toBe('false');
  writeFileSync(lock, text);
  expect(evaluate('it.dependenciesAreCurrent(root)')).toBe('true');
});

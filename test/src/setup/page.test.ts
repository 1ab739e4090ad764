/** Set-up builds the server's page when its sources have changed, and only then. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const page = new URL('../../../infra/setup/page.mjs', import.meta.url).href;

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'espalier page #-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const write = (path: string, text: string) => {
  mkdirSync(join(dir, path, '..'), { recursive: true });
  writeFileSync(join(dir, path), text);
};

/** A page whose build says how often it was built; it empties its folder, as Vite does. */
function writePage(build = 'node build.mjs'): void {
  write('package.json', JSON.stringify({ name: 'checkout', workspaces: ['web'] }));
  write('web/package.json', JSON.stringify({ name: '@espalier/web', version: '0.1.0', scripts: { build } }));
  write('web/src/page.ts', 'one');
  write(
    'web/build.mjs',
    `import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
    appendFileSync('../builds', 'x');
    rmSync('dist', { recursive: true, force: true });
    mkdirSync('dist');
    writeFileSync('dist/index.html', readFileSync('src/page.ts'));`,
  );
}

/** Does what set-up does in this folder. @returns how often the page was built until now */
function setUp(): number {
  const root = pathToFileURL(`${dir}/`).href;
  const program = `import { buildPage } from '${page}'; await buildPage(new URL('${root}'));`;
  execFileSync(process.execPath, ['--input-type=module', '-e', program], { cwd: dir, stdio: 'pipe' });
  return existsSync(join(dir, 'builds')) ? readFileSync(join(dir, 'builds')).length : 0;
}

test('there is none', () => {
  write('web/src/page.ts', 'no package yet');
  expect(setUp()).toBe(0);
});

test('it is built once for what its sources say', () => {
  writePage();
  expect([setUp(), setUp()]).toEqual([1, 1]);
  for (const [count, change] of [
    [2, () => write('web/src/page.ts', 'two')],
    [3, () => write('web/public/icon.svg', '<svg/>')],
    [4, () => rmSync(join(dir, 'web/public/icon.svg'))],
    [5, () => write('package-lock.json', '{}')],
    [6, () => rmSync(join(dir, 'web/dist'), { recursive: true })],
  ] as const) {
    change();
    expect([setUp(), setUp()]).toEqual([count, count]);
  }
  expect(readFileSync(join(dir, 'web/dist/index.html'), 'utf8')).toBe('two');
});

test('a build that fails is none', () => {
  writePage('exit 1');
  expect(setUp).toThrow(/could not be built/);
  expect(setUp).toThrow(/could not be built/);
});

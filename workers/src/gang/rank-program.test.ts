import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadSettings } from '@espalier/settings';
import { digestOf } from '@espalier/store';
import { afterEach, beforeEach, expect, it } from 'vitest';
// Compiled, since what is bundled is.
import { keepRankProgram, rankProgramIn } from '../../dist/gang/rank-program.js';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'espalier-program-'));
});
afterEach(() => rmSync(dir, { recursive: true }));
const settings = () => ({ ...loadSettings(), cacheDir: join(dir, 'cache') });

const keep = (code: string) => keepRankProgram(settings(), digestOf(code), async () => {});

it('is made once for each version of the code, and its modules find what lies beside them', async () => {
  const kept = await keep('this code');
  expect(await keep('this code')).toBe(kept);
  expect(await keep('other code')).not.toBe(kept);
  const files = readdirSync(kept).map((name) => join(kept, name));
  const text = files.map((path) => readFileSync(path, 'utf8')).join('\n');
  const lua = fileURLToPath(import.meta.resolve('@espalier/fanout')).replace('index.js', 'lua-script.js');
  expect(text).toContain(`new URL("../lua/", "file://${lua}")`);
  expect(text).not.toMatch(/import\.meta\.(?!url|main)|[^.\w"'`]__(dirname|filename)\b/);
});

it('brings its threads along, which run nothing of the rank itself', async () => {
  const program = await keep('this code');
  const names = readdirSync(program);
  const textOf = (name: string) => readFileSync(join(program, name), 'utf8');
  const text = names.map(textOf).join('\n');
  const threads = [...text.matchAll(/new URL\(["']\.\/([^"']+\.m?js)["'], import\.meta\.url\)/g)];
  const found = threads.map(([, name = '']) => name).sort();
  expect(found).toEqual(['checkpoint-thread.mjs', 'feeder-thread.mjs', 'native-thread.mjs']);
  expect(names).toEqual(expect.arrayContaining(found));
  for (const name of found) expect(textOf(name)).not.toContain('rank-main');
});

it('is not kept where the code changed while it was made', async () => {
  for (let tries = 0; tries < 2; tries++) {
    const made = keepRankProgram(settings(), digestOf('code that is gone'));
    await expect(made).rejects.toMatchObject({ code: 'workflow.code-replaced' });
  }
});

it('is still there for its host when the cache is emptied', async () => {
  const program = await rankProgramIn(
    join(dir, 'program'),
    settings(),
    digestOf('this code'),
    async () => {},
  );
  const kept = readdirSync(await keep('this code'));
  rmSync(settings().cacheDir, { recursive: true });
  expect(readdirSync(join(dir, 'program'))).toEqual(kept);
  execFileSync(process.execPath, ['--check', program]);
});

it('can be run by a host whose home folder has a backslash in its path, under which no module can be imported', async () => {
  const program = await rankProgramIn(
    join(dir, 'back\\slash', 'program'),
    settings(),
    digestOf('this code'),
    async () => {},
  );
  expect(program).not.toContain('\\');
  execFileSync(process.execPath, ['--check', program]);
});

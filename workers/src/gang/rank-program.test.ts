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

it('is made once for each version of the code, and its modules find what lies beside them', async () => {
  const kept = await keepRankProgram(settings(), digestOf('this code'));
  expect(await keepRankProgram(settings(), digestOf('this code'))).toBe(kept);
  expect(await keepRankProgram(settings(), digestOf('other code'))).not.toBe(kept);
  const files = readdirSync(kept).map((name) => join(kept, name));
  const text = files.map((path) => readFileSync(path, 'utf8')).join('\n');
  const feeder = fileURLToPath(import.meta.resolve('@espalier/ranker')).replace(
    'index.js',
    'feeding/running-thread.js',
  );
  expect(text).toContain(`new URL("./feeder-thread.js", "file://${feeder}")`);
  expect(text).not.toMatch(/import\.meta\.(?!url|main)|[^.\w"'`]__(dirname|filename)\b/);
});

it('is still there for its host when the cache is emptied', async () => {
  const program = await rankProgramIn(join(dir, 'program'), settings(), digestOf('this code'));
  const kept = readdirSync(await keepRankProgram(settings(), digestOf('this code')));
  rmSync(settings().cacheDir, { recursive: true });
  expect(readdirSync(join(dir, 'program'))).toEqual(kept);
  execFileSync(process.execPath, ['--check', program]);
});

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadSettings } from '@espalier/settings';
import { digestOf } from '@espalier/store';
import { afterAll, expect, it } from 'vitest';
// Compiled, since what is bundled is.
import { rankProgramPath } from '../../dist/gang/rank-program.js';

const cacheDir = mkdtempSync(join(tmpdir(), 'espalier-program-'));
afterAll(() => rmSync(cacheDir, { recursive: true }));
const settings = { ...loadSettings(), cacheDir };

it('is made once for each version of the code, and its modules find what lies beside them', async () => {
  const program = await rankProgramPath(settings, digestOf('this code'));
  expect(await rankProgramPath(settings, digestOf('this code'))).toBe(program);
  expect(dirname(await rankProgramPath(settings, digestOf('other code')))).not.toBe(dirname(program));
  const files = readdirSync(dirname(program)).map((name) => join(dirname(program), name));
  const text = files.map((path) => readFileSync(path, 'utf8')).join('\n');
  const feeder = fileURLToPath(import.meta.resolve('@espalier/ranker')).replace(
    'index.js',
    'feeding/running-thread.js',
  );
  expect(text).toContain(`new URL("./feeder-thread.js", "file://${feeder}")`);
  expect(text).not.toMatch(/import\.meta\.(?!url|main)|[^.\w"'`]__(dirname|filename)\b/);
});

import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadSettings } from '@espalier/settings';
import { digestOf } from '@espalier/store';
import { afterEach, beforeEach, expect, it } from 'vitest';
// Compiled, since what is bundled is.
import { bundleProgram } from '../../dist/gang/bundle-program.js';
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

/** A module and two packages of others that have to stay where they are: one is imported, one required. */
function writeProject(folder: string): string {
  const write = (path: string, content: string) => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  for (const name of ['imported', 'required']) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0' }));
    write(`node_modules/${name}/index.js`, `exports.place = __dirname; exports.is = '${name}';`);
  }
  write('node_modules/moved/package.json', '{"name":"moved","version":"1.0.0"}');
  write('node_modules/moved/index.js', `module.exports = require('required');`);
  write('package.json', '{"name":"@espalier/made","version":"0.1.0","type":"module"}');
  write('thread.js', '');
  const main = `import { existsSync } from 'node:fs';
    import { is } from 'imported';
    import moved from 'moved';
    const { place } = await import('imported');
    const beside = existsSync(new URL('./thread.js', import.meta.url));
    console.log(JSON.stringify([is, moved.is, place, moved.place, beside]));`;
  write('main.js', main);
  return join(folder, 'main.js');
}

it.each(['plain', 'with spaces', `it's "quoted"`, 'ünïcode', 'c#', '100%', '%20', 'a$b`c'])(
  'modules are found in a checkout whose path has %j',
  async (name) => {
    const checkout = join(dir, name);
    const main = writeProject(checkout);
    await bundleProgram(main, join(dir, 'bundled'));
    cpSync(join(dir, 'bundled'), join(dir, 'elsewhere'), { recursive: true });
    const told = execFileSync(process.execPath, [join(dir, 'elsewhere', 'main.mjs')], { encoding: 'utf8' });
    const placeOf = (found: string) => join(checkout, 'node_modules', found);
    expect(JSON.parse(told)).toEqual([
      'imported',
      'required',
      placeOf('imported'),
      placeOf('required'),
      true,
    ]);
  },
);

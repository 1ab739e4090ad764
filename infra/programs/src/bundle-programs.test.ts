/** Bundled programs do what their modules do, wherever the checkout and the bundle lie. */
import { isAscii } from 'node:buffer';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { bundlePrograms } from './bundle-programs.js';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'espalier-programs-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

/** A module, two packages of others that have to stay where they are, of which one is imported and one required, and one that is told its file. */
function writeProject(folder: string): string {
  const write = (path: string, content: string) => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  for (const name of ['imported', 'required']) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0' }));
    const place = `require('node:path').dirname(require.resolve('./index.js'))`;
    write(`node_modules/${name}/index.js`, `exports.place = ${place}; exports.is = '${name}';`);
  }
  write('node_modules/told/package.json', '{"name":"told","version":"1.0.0"}');
  write('node_modules/told/index.js', `'use strict';\nmodule.exports = [__dirname, __filename];`);
  write('node_modules/moved/package.json', '{"name":"moved","version":"1.0.0"}');
  write('node_modules/moved/index.js', `module.exports = require('required');`);
  write('package.json', '{"name":"@espalier/made","version":"0.1.0","type":"module"}');
  write('thread.js', '');
  const main = `import { existsSync } from 'node:fs';
    import { is } from 'imported';
    import moved from 'moved';
    import told from 'told';
    const beside = existsSync(new URL('./thread.js', import.meta.url));
    const tell = async () => {
      const { place } = await import('imported');
      console.log(JSON.stringify([is, moved.is, place, moved.place, ...told, beside]));
    };
    tell();`;
  write('main.js', main);
  return join(folder, 'main.js');
}

it.each(['plain', 'with spaces', `it's "quoted"`, 'ünïcode', 'c#', '100%', '%20', 'a$b`c'])(
  'modules are found in a checkout whose path has %j',
  async (name) => {
    const checkout = join(dir, name);
    const main = writeProject(checkout);
    await bundlePrograms({ main }, join(dir, 'bundled'));
    cpSync(join(dir, 'bundled'), join(dir, 'elsewhere'), { recursive: true });
    const told = execFileSync(process.execPath, [join(dir, 'elsewhere', 'main.cjs')], { encoding: 'utf8' });
    const placeOf = (found: string) => join(checkout, 'node_modules', found);
    expect(JSON.parse(told)).toEqual([
      'imported',
      'required',
      placeOf('imported'),
      placeOf('required'),
      placeOf('told'),
      join(placeOf('told'), 'index.js'),
      true,
    ]);
  },
);

it('what Node would load is loaded, and only one copy of it', async () => {
  const write = (path: string, content: string) => {
    mkdirSync(join(dir, path, '..'), { recursive: true });
    writeFileSync(join(dir, path), content);
  };
  const manifest = (name: string, more: object = {}) =>
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', ...more }));
  manifest('bound', { dependencies: { shared: '1.0.0' } });
  write('node_modules/bound/index.js', `require.resolve('shared'); exports.Shared = require('shared');`);
  manifest('shared');
  write('node_modules/shared/index.js', 'module.exports = class Shared {};');
  manifest('dual', { exports: { import: './esm.mjs', require: './cjs.cjs' } });
  write('node_modules/dual/esm.mjs', `export default 'imported';`);
  write('node_modules/dual/cjs.cjs', `module.exports = 'required';`);
  manifest('requiring', { module: './for-bundlers.mjs', main: './index.js' });
  write('node_modules/requiring/index.js', `module.exports = require('dual');`);
  write('node_modules/requiring/for-bundlers.mjs', `export default 'for bundlers';`);
  write('package.json', '{"name":"@espalier/made","version":"0.1.0","type":"module"}');
  write(
    'main.js',
    `import { Shared as theirs } from 'bound'; import ours from 'shared'; import dual from 'dual'; import requiring from 'requiring';
    console.log(theirs === ours, dual, requiring);`,
  );
  const told = (path: string) => execFileSync(process.execPath, [path], { encoding: 'utf8' }).trim();
  await bundlePrograms({ main: join(dir, 'main.js') }, join(dir, 'bundled'));
  expect(told(join(dir, 'bundled/main.cjs'))).toBe('true imported required');
  expect(told(join(dir, 'main.js'))).toBe('true imported required');
});

it('a package may be bound to its place by any of its modules, however it is imported', async () => {
  const write = (path: string, content: string) => {
    mkdirSync(join(dir, path, '..'), { recursive: true });
    writeFileSync(join(dir, path), content);
  };
  write('node_modules/deep/package.json', '{"name":"deep","version":"1.0.0","type":"module"}');
  write('node_modules/deep/index.js', `export { place } from './src/place.js';`);
  write('node_modules/deep/src/place.js', 'export const place = import.meta.dirname;');
  write('package.json', '{"name":"@espalier/made","version":"0.1.0","type":"module"}');
  write('at-once.js', `import { place } from 'deep'; export const atOnce = () => place;`);
  write('later.js', `export const later = async () => (await import('deep')).place;`);
  write(
    'main.js',
    `import { atOnce } from './at-once.js'; import { later } from './later.js';
    later().then((place) => console.log(place === atOnce(), place));`,
  );
  const sources = await bundlePrograms({ main: join(dir, 'main.js') }, join(dir, 'bundled'));
  const told = execFileSync(process.execPath, [join(dir, 'bundled/main.cjs')], { encoding: 'utf8' });
  expect(told.trim()).toBe(`true ${join(dir, 'node_modules/deep/src')}`);
  // Where it lies stands in the program.
  expect(sources.get('main')).toContain(join(dir, 'node_modules/deep/package.json'));
});

it('threads of the project come along, and count as what their program is made of', async () => {
  const write = (name: string, content: string) => writeFileSync(join(dir, name), content);
  write('package.json', '{"name":"@espalier/made","version":"0.1.0","type":"module"}');
  write('told.js', `export const told = 'by the thread';`);
  write(
    'some-thread.js',
    `import { parentPort } from 'node:worker_threads'; import { told } from './told.js'; parentPort.postMessage(told);`,
  );
  write(
    'main.js',
    `import { Worker } from 'node:worker_threads';
    new Worker(new URL('./some-thread.js', import.meta.url)).once('message', (told) => console.log(told));`,
  );
  const sources = await bundlePrograms({ main: join(dir, 'main.js') }, join(dir, 'bundled'));
  const names = ['main.js', 'some-thread.js', 'told.js'];
  expect([...(sources.get('main') ?? [])].sort()).toEqual(names.map((name) => join(dir, name)));
  for (const name of names) rmSync(join(dir, name));
  const program = join(dir, 'bundled/main.cjs');
  expect(execFileSync(process.execPath, [program], { encoding: 'utf8' })).toBe('by the thread\n');
});

it('a program never runs in the process of another, whatever modules they share', async () => {
  const write = (name: string, content: string) => writeFileSync(join(dir, name), content);
  write('package.json', '{"name":"@espalier/made","version":"0.1.0","type":"module"}');
  write('one.js', `export const one = () => 'one'; export const both = () => 'both';`);
  write('two.js', `import { both } from './one.js'; export const two = () => both();`);
  write('three.js', 'export async function* three() { yield 3; }');
  write(
    'shared.js',
    `export { one } from './one.js'; export { two } from './two.js'; export { three } from './three.js';`,
  );
  write('first.js', `import('./shared.js').then(({ one }) => console.log('first', one()));`);
  write(
    'second.js',
    `import { one, two, three } from './shared.js'; console.log('second', one(), two(), three.name);`,
  );
  write('third.js', `import { one } from './shared.js'; console.log('third', one());`);
  const names = ['first', 'second', 'third'];
  const entries = Object.fromEntries(names.map((name) => [name, join(dir, `${name}.js`)]));
  await bundlePrograms(entries, join(dir, 'bundled'));
  const told = (name: string) =>
    execFileSync(process.execPath, [join(dir, 'bundled', `${name}.cjs`)], { encoding: 'utf8' });
  expect(names.map(told)).toEqual(['first one\n', 'second one both three\n', 'third one\n']);
});

it('a bundle is in ASCII, and what it says is what its modules say', async () => {
  writeFileSync(join(dir, 'package.json'), '{"name":"@espalier/made","version":"0.1.0","type":"module"}');
  const letters = [
    String.raw`'é', '\ü', '\\ß', '\\\é', '\u00e9✓😀\😀',`,
    String.raw`/^[–—😀]$/u.test('😀'), /\é/.test('é'),`,
    '`é$' + '{1}✓`',
  ];
  const write = (name: string, code: string) => writeFileSync(join(dir, name), code);
  write('main.js', `// naïve\nconst ö = [${letters.join('')}];\nconsole.log(JSON.stringify(ö));`);
  write('raw.js', 'console.log(String.raw`é\\é`);');
  const entries = { main: join(dir, 'main.js'), raw: join(dir, 'raw.js') };
  await bundlePrograms(entries, join(dir, 'bundled'));
  const told = (path: string) => execFileSync(process.execPath, [join(dir, path)], { encoding: 'utf8' });
  for (const name of ['main', 'raw']) expect(told(`bundled/${name}.cjs`)).toBe(told(`${name}.js`));
  expect(isAscii(readFileSync(join(dir, 'bundled/main.program.cjs')))).toBe(true);
});

it('a module that waits at its top level is refused, by name', async () => {
  writeFileSync(join(dir, 'package.json'), '{"name":"@espalier/made","version":"0.1.0","type":"module"}');
  writeFileSync(join(dir, 'main.js'), `import './waits.js';`);
  writeFileSync(join(dir, 'waits.js'), 'await Promise.resolve();');
  const bundling = bundlePrograms({ main: join(dir, 'main.js') }, join(dir, 'bundled'));
  await expect(bundling).rejects.toThrow(/waits\.js/);
});

/** The page as set-up has built it: small at first sight, loaded in parts, each part there in the ways in which it is served. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { repositoryRoot } from '../architecture/source-tree.js';

const web = join(repositoryRoot, 'web');
const dist = join(web, 'dist');
const read = (name: string) => readFileSync(join(dist, name));

/** What a browser loads before it shows the first view: what the document names, what that imports, and the first view itself. */
function firstView(): string[] {
  const found = new Set(
    [
      ...read('index.html')
        .toString()
        .matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g),
    ].map(([, name = '']) => name),
  );
  const view = readdirSync(join(dist, 'assets')).filter((name) => /^home-page-.*\.(js|css)$/.test(name));
  for (const name of view) found.add(`assets/${name}`);
  for (const name of found) {
    if (!name.endsWith('.js')) continue;
    // Static ones alone: `import(…)` is loaded with its view.
    const imports = read(name)
      .toString()
      .matchAll(/(?:from|import)"\.\/([^"]+)"/g);
    for (const [, imported = ''] of imports) found.add(`assets/${imported}`);
  }
  return [...found];
}

test('the first view is at most 250 kB, compressed', () => {
  const names = firstView();
  expect(names.filter((name) => name.endsWith('.js')).length).toBeGreaterThan(2);
  const bytes = names.reduce((sum, name) => sum + read(`${name}.gz`).length, 0);
  expect(bytes).toBeLessThanOrEqual(250_000);
  expect(bytes).toBeGreaterThan(50_000);
});

test('charts are loaded with the view that has some', () => {
  const names = firstView();
  expect(names.filter((name) => read(name).toString().includes('u-legend'))).toEqual([]);
});

test('all but the document bears a digest in its name, and what is text lies there compressed, too', () => {
  const assets = readdirSync(join(dist, 'assets'));
  expect(assets.filter((name) => !/-[\w-]{8}\.(js|css|svg)(\.gz|\.br)?$/.test(name))).toEqual([]);
  for (const name of [
    'index.html',
    ...assets.filter((each) => /\.(js|css)$/.test(each)).map((each) => `assets/${each}`),
  ]) {
    expect(existsSync(join(dist, `${name}.br`)), name).toBe(true);
    expect(gunzipSync(read(`${name}.gz`)).equals(read(name)), name).toBe(true);
    expect(brotliDecompressSync(read(`${name}.br`)).equals(read(name)), name).toBe(true);
  }
});

test('the document has nothing in it that a strict content security policy refuses', () => {
  const document = read('index.html').toString();
  expect(document).not.toMatch(/<style|style=|<script(?![^>]*\bsrc=)|\son\w+=|https?:/);
});

test('the types of the API are those of the API', () => {
  const check = () =>
    execFileSync(process.execPath, [join(web, 'write-api-types.mjs'), '--check'], { stdio: 'pipe' });
  expect(check).not.toThrow();
});

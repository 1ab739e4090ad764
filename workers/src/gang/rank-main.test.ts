/** The program of a rank, bundled: it finds what its modules find, and brings its threads along. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findProgram, preparePrograms } from '@espalier/programs';
import { afterAll, beforeAll, expect, it } from 'vitest';

const main = fileURLToPath(new URL('../../dist/gang/rank-main.js', import.meta.url));
let root: string;
let dir: string;
let text: string;
/** A thread's program, named beside what starts it. */
const thread = /join\(__dirname, ["']([^"']+-thread\.cjs)["']\)/g;
/** What a module of others is told of its file, in place of the bundle's. */
const told = /\bvar __(?:dir|file)name\$\d+ = ("[^"]+")/g;
const textOf = (name: string) => readFileSync(join(dir, name), 'utf8');

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'espalier-rank-program-'));
  await preparePrograms([main], { root });
  dir = dirname(findProgram(main, root));
  const made = readdirSync(dir).filter((name) => /\.(program|shared)\.cjs$/.test(name));
  text = made.map(textOf).join('\n');
});
afterAll(() => rmSync(root, { recursive: true }));

it('finds what lies beside its modules', () => {
  const lua = fileURLToPath(import.meta.resolve('@espalier/fanout')).replace('index.js', 'lua-script.js');
  expect(text).toContain(`new URL("../lua/", "file://${lua}")`);
  expect(text.replaceAll(thread, '')).not.toMatch(/import\.meta\.|[^.\w"'`]__(dirname|filename)\b(?!\$\d)/);
  const places = [...text.matchAll(told)].map(([, place = '']) => JSON.parse(place) as string);
  expect(places).not.toEqual([]);
  expect(places.filter((place) => !existsSync(place))).toEqual([]);
});

it('brings its threads along, which run nothing of the rank itself', () => {
  const found = [...text.matchAll(thread)].map(([, name = '']) => name).sort();
  // Those of all stages that a program of ranks may load.
  const ofStages = ['checkpoint', 'feeder', 'metrics', 'native'].map((name) => `${name}-thread.cjs`);
  expect(found).toEqual(ofStages);
  expect(readdirSync(dir)).toEqual(expect.arrayContaining(found));
  for (const name of found) expect(textOf(name.replace('.cjs', '.program.cjs'))).not.toContain('rank-main');
});

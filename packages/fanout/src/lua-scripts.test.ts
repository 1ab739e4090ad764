/** Every Lua script documents the keys and arguments that it uses, and no others, and one of the modules runs it. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { LuaScript } from './lua-script.js';

const filesIn = (folder: string, ending: string): string[] =>
  readdirSync(new URL(folder, import.meta.url), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(ending))
    .sort();
const scripts = filesIn('../lua/', '.lua')
  .filter((path) => !path.includes('includes/'))
  .map((path) => path.replace(/\.lua$/, ''));
const headerPattern = /^--\[\[\n(.*?)\n\]\]\n/s;

/** `KEYS[1]`, `ARGV[2]`; `ARGV[...]` where all of them are taken as a list. */
function inputsIn(text: string): string[] {
  const names = [...text.matchAll(/\b(KEYS|ARGV)\b(\[(\d+|\.\.\.)\])?/g)];
  return [...new Set(names.map(([, table, index]) => `${table}${index ?? '[...]'}`))].sort();
}

function withoutComments(source: string): string {
  return source.replaceAll(/--\[\[.*?\]\]/gs, '').replaceAll(/--.*$/gm, '');
}

describe.each(scripts)('the Lua script %s', (name) => {
  const text = readFileSync(new URL(`../lua/${name}.lua`, import.meta.url), 'utf8');
  const header = headerPattern.exec(text)?.[1] ?? '';
  const documented = header.split('\n').filter((line) => /^ {2}(KEYS|ARGV)\[/.test(line));

  it('says what it is for and what it replies', () => {
    expect(header).toMatch(/^ {2}[A-Z]/);
    expect(header).toMatch(/^ {2}Reply( \(JSON\))?: \S/m);
  });

  it('documents exactly the keys and arguments that it uses, in order, each with its meaning', () => {
    const named = documented.map((line) => line.trim().split(' ')[0]);
    expect(named.toSorted()).toEqual(inputsIn(withoutComments(new LuaScript(name).source)));
    for (const table of ['KEYS', 'ARGV']) {
      const own = named.filter((input) => input?.startsWith(table));
      if (!own.includes(`${table}[...]`))
        expect(own).toEqual(own.map((_, index) => `${table}[${index + 1}]`));
    }
    for (const line of documented) expect(line).toMatch(/^ {2}(KEYS|ARGV)\[(\d+|\.\.\.)\] {2,}\S/);
  });
});

it('every Lua script is a file of its own, which a module runs', () => {
  const modules = filesIn('.', '.ts')
    .filter((path) => !path.endsWith('.test.ts') && path !== 'lua-script.ts')
    .map((path) => readFileSync(new URL(path, import.meta.url), 'utf8'));
  const run = modules.flatMap((text) =>
    [...text.matchAll(/new LuaScript\('(.+?)'\)/g)].map(([, name]) => name),
  );
  expect(run.toSorted()).toEqual(scripts.toSorted());
  expect(modules.join('\n')).not.toMatch(/\.eval(sha)?\(|defineCommand/);
});

it('goes with the package', () => {
  const manifest = fileURLToPath(new URL('../package.json', import.meta.url));
  const { files } = JSON.parse(readFileSync(manifest, 'utf8')) as { files: string[] };
  expect(files).toContain('lua');
});

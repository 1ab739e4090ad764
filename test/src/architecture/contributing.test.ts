/** What the documents tell those who contribute is so: commands, files, versions, and that CI makes the same checks. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readWorkspaces, repositoryRoot, scope } from './source-tree.js';

const read = (path: string) => readFileSync(join(repositoryRoot, path), 'utf8');
const { scripts, engines, devDependencies } = JSON.parse(read('package.json')) as {
  scripts: Readonly<Record<string, string>>;
  engines: { readonly node: string };
  devDependencies: Readonly<Record<string, string>>;
};
const documents = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'docs/architecture.md'];

const workspaces = readWorkspaces();

/** Of the root, or of the package that a command names. */
function scriptsOf(workspace: string | undefined): Readonly<Record<string, string>> {
  if (workspace === undefined) return scripts;
  const dir = workspaces.find(({ name }) => `${scope}${name}` === workspace)?.dir;
  if (dir === undefined) return {};
  return (JSON.parse(read(`${dir}/package.json`)) as { scripts: Readonly<Record<string, string>> }).scripts;
}

test.each(documents)('%s names only scripts that there are', (document) => {
  const named = [...read(document).matchAll(/\bnpm run (?:-s )?([a-z][a-z:-]*)(?: -w (@[\w/-]+))?/g)];
  const missing = named.filter(([, name = '', workspace]) => scriptsOf(workspace)[name] === undefined);
  expect(missing.map(([command]) => command)).toEqual([]);
});

test.each(documents)('%s leads only to files that there are', (document) => {
  const text = read(document);
  const links = [...text.matchAll(/\]\(([^)#]+)[^)]*\)/g)].map(([, path = '']) => path);
  const local = links.filter((path) => !/^\w+:/.test(path));
  expect(local.filter((path) => !existsSync(join(repositoryRoot, document, '..', path)))).toEqual([]);
});

test('paths that CONTRIBUTING.md names are there', () => {
  const paths = [
    ...read('CONTRIBUTING.md').matchAll(/(?:npx vitest run |`)((?:packages|test|docs)\/[\w./-]+)/g),
  ];
  expect(paths.length).toBeGreaterThan(2);
  for (const [, path = ''] of paths) expect(existsSync(join(repositoryRoot, path)), path).toBe(true);
});

test('CI runs the tests and then `npm run check`, and no check that developers would not call', () => {
  const commands = [...read('.ci/run').matchAll(/^\s*(?:\w+="\$\()?((?:npm|npx) [^\n|]*)/gm)];
  const called = commands.map(([, command = '']) =>
    command.replace(/ --(silent|reporter).*?(?= check|$)/, '').trim(),
  );
  expect(called).toEqual(['npm test --', 'npm run check']);
});

test('`npm run check` makes every check that has a script of its own', () => {
  const [, list = ''] = /^const checks = \[(.*)\];$/m.exec(read('infra/setup/check.mjs')) ?? [];
  const checks = [...list.matchAll(/'([^']+)'/g)].map(([, name = '']) => name);
  const single = Object.keys(scripts).filter((name) =>
    /\b(biome (format|lint) \.|tsc -p|knip)/.test(scripts[name] ?? ''),
  );
  expect(checks.toSorted()).toEqual(single.toSorted());
});

test('.nvmrc names a version that Espalier runs on, of the line whose types the code is compiled with', () => {
  const version = read('.nvmrc').trim();
  expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  const allows = (range: string): boolean => {
    const [, sign, ...wanted] = /^(\^|>=)(\d+)\.(\d+)\.(\d+)$/.exec(range) ?? [];
    const [ofMajor = 0, ofMinor = 0, ofPatch = 0] = wanted.map(Number);
    if (major !== ofMajor) return sign === '>=' && major > ofMajor;
    return minor > ofMinor || (minor === ofMinor && patch >= ofPatch);
  };
  expect(engines.node.split(' || ').some(allows), engines.node).toBe(true);
  expect(devDependencies['@types/node']?.split('.')[0]).toBe(String(major));
});

/**
 * A stage's key covers every compiled file that its entry points can load, and no other: Node itself is asked which it loads, and each
 * file of a copy of the compiled tree is changed.
 */
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Digest, type StageName, stageNames } from '@espalier/domain';
import { stageDeclarations } from '@espalier/spec/stages';
import { digestOf } from '@espalier/store';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { copyCompiled, workspace } from '../testing/compiled-copy.js';
import { digestClosures, entryPointsOf, type StageClosures, traceStages } from './code-digests.js';
import { ImportTracer } from './import-closure.js';

let copy: string;
let compiledDir: string;
let closures: StageClosures;

/** Files of the copy, each with those that it imports. */
type Imports = Map<string, Set<string>>;

/** What a Node process loads for some modules; a module that fails when it runs has loaded its imports. */
function importedByNode(modules: readonly string[]): Imports {
  const list = join(copy, 'imported.txt');
  rmSync(list, { force: true });
  const hook = `import { appendFileSync } from 'node:fs';
export async function resolve(name, context, next) {
  const found = await next(name, context);
  appendFileSync(${JSON.stringify(list)}, (context.parentURL ?? '') + ' ' + found.url + '\\n');
  return found;
}`;
  const program = `import { register } from 'node:module';
register(${JSON.stringify(`data:text/javascript,${encodeURIComponent(hook)}`)});
for (const url of ${JSON.stringify(modules.map((path) => pathToFileURL(path).href))}) await import(url).catch(() => undefined);
process.exit(0);`;
  execFileSync(process.execPath, ['--input-type=module', '-e', program], { stdio: 'ignore' });
  const imports: Imports = new Map();
  const pathOf = (url: string) => (url.startsWith('file:') ? fileURLToPath(url) : '');
  const isOwn = (path: string) => path.startsWith(copy) && !path.includes('/node_modules/');
  for (const line of readFileSync(list, 'utf8').trimEnd().split('\n')) {
    const [importer = '', imported = ''] = line.split(' ').map(pathOf);
    if (!isOwn(imported)) continue;
    const known = imports.get(importer) ?? new Set();
    imports.set(importer, known.add(imported));
  }
  return imports;
}

/** Modules of the copy that a file starts as threads or loads later. */
function laterModulesOf(path: string): string[] {
  const text = readFileSync(path, 'utf8');
  const named =
    /(?:new URL\(|import\(|import\.meta\.resolve\(|require\()\s*'(\.[^']+\.c?js|@espalier\/[^']+)'/g;
  return [...text.matchAll(named)].map(([, name = '']) => realpathSync(createRequire(path).resolve(name)));
}

/** The Lua scripts of the copy, which one module reads. */
function luaScriptsReadBy(path: string): string[] {
  const isReader = path.endsWith('/packages/fanout/dist/lua-script.js');
  return isReader ? filesOf(join(dirname(dirname(path)), 'lua'), '.lua') : [];
}

/** What each stage can load: by imports, as threads, later on. */
function loadableByStage(): (readonly [StageName, ReadonlySet<string>])[] {
  const entries = stageNames.map((stage) => entryPointsOf(stage).map((name) => join(compiledDir, name)));
  const modules = new Set(entries.flat());
  const later = new Map<string, readonly string[]>();
  let imports: Imports;
  let known: number;
  do {
    known = modules.size;
    imports = importedByNode([...modules]);
    for (const path of [...imports.values()].flatMap((each) => [...each])) {
      if (!later.has(path)) later.set(path, laterModulesOf(path));
      for (const each of later.get(path) ?? []) modules.add(each);
    }
  } while (modules.size > known);
  const next = (path: string) => [
    ...(imports.get(path) ?? []),
    ...(later.get(path) ?? []),
    ...luaScriptsReadBy(path),
  ];
  return stageNames.map((stage, index) => {
    const loaded = new Set<string>();
    const waiting = [...(entries[index] ?? [])];
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      if (loaded.has(path)) continue;
      loaded.add(path);
      waiting.push(...next(path));
    }
    return [stage, loaded] as const;
  });
}

function filesOf(folder: string, ending: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => join(entry.parentPath, entry.name));
}

function compiledFiles(): string[] {
  const folders = ['packages', 'infra', 'workers', 'workflows'].map((name) => join(copy, name));
  const compiled = folders
    .flatMap((folder) => filesOf(folder, '.js'))
    .filter((path) => path.includes('/dist/') && !path.includes('/node_modules/'));
  const vendored = filesOf(join(copy, 'packages/tensorflow/vendor'), '.cjs');
  return [...compiled, ...vendored, ...filesOf(join(copy, 'packages/fanout/lua'), '.lua')];
}

beforeAll(async () => {
  copy = copyCompiled();
  compiledDir = join(copy, 'workers/dist');
  closures = await traceStages(compiledDir);
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

it('a change of any compiled file changes the keys of exactly the stages that can load it', async () => {
  const loaders = loadableByStage();
  const unchanged = new Map<string, Digest>();
  const digestFile = async (path: string) => {
    const digest = unchanged.get(path) ?? digestOf(readFileSync(path));
    unchanged.set(path, digest);
    return digest;
  };
  const before = await digestClosures(closures, digestFile);
  const wrong: string[] = [];
  const files = compiledFiles();
  expect(files.length).toBeGreaterThan(300);
  for (const path of files) {
    const { length } = readFileSync(path);
    appendFileSync(path, '// changed\n');
    unchanged.delete(path);
    const after = await digestClosures(closures, digestFile);
    truncateSync(path, length);
    unchanged.delete(path);
    const changed = stageNames.filter((stage) => after[stage] !== before[stage]);
    const expected = loaders.filter(([, loaded]) => loaded.has(path)).map(([stage]) => stage);
    if (changed.join() !== expected.join()) wrong.push(`${path}: ${changed.join()} for ${expected.join()}`);
  }
  expect(wrong).toEqual([]);
}, 300_000);

/** Of the programs that make results, what shapes none: who is told, and when. A module that is not here has to be in a stage's closure. */
const shapingNothing =
  /^@espalier\/workers\/dist\/(?:feature-main|gang\/(?:rank-main|rank-process|rank-reporter|rank-end)|shards\/(?:handle-shard|heed-no-interrupt|serve-shards|shard-main|shard-messages|shard-process)|process\/[\w-]+|environment\/[\w-]+|stages\/(?:registry|loaded-code|code-digests|kept-by-code|import-closure))\.js$/;

it('whatever a program that makes results loads is in a closure, or shapes nothing', async () => {
  const inClosures = new Set(stageNames.flatMap((stage) => [...closures[stage].files.keys()]));
  const programs = ['feature-main.js', 'shards/shard-main.js', 'gang/rank-main.js', 'gang/rank-process.js'];
  const { files } = await new ImportTracer().closureOf(programs.map((name) => join(compiledDir, name)));
  const own = [...files.keys()].filter((name) => name.startsWith('@espalier/workers/'));
  expect(own.length).toBeGreaterThan(50);
  expect(own.filter((name) => !inClosures.has(name) && !shapingNothing.test(name))).toEqual([]);
  expect([...inClosures].filter((name) => name.endsWith('shards/shard-services.js'))).toHaveLength(1);
});

it('a stage that is added is traced from its folder', async () => {
  const folder = join(compiledDir, 'stages/tally');
  mkdirSync(folder);
  writeFileSync(join(folder, 'stage.js'), "export const tally = { jobs: () => import('./jobs.js') };");
  writeFileSync(join(folder, 'jobs.js'), 'export const jobs = [];');
  const tally = 'tally' as StageName;
  Object.assign(stageDeclarations, { [tally]: stageDeclarations.encode });
  const entries = entryPointsOf(tally).map((name) => join(compiledDir, name));
  const { files } = await new ImportTracer().closureOf(entries);
  Reflect.deleteProperty(stageDeclarations, tally);
  rmSync(folder, { recursive: true });
  const names = ['stages/tally/stage.js', 'stages/tally/jobs.js', 'activities/commit-folded.js'];
  expect([...files.keys()]).toEqual(
    expect.arrayContaining(names.map((name) => `@espalier/workers/dist/${name}`)),
  );
});

it('names files and packages alike wherever the project lies', async () => {
  const here = await traceStages(join(workspace, 'workers/dist'));
  expect(await digestClosures(here)).toEqual(await digestClosures(closures));
});

it('knows the files of packages that are installed, not linked', async () => {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'espalier-installed-')));
  const write = (name: string, version: string, code: string) => {
    const folder = join(dir, 'node_modules', name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, 'package.json'),
      JSON.stringify({ name, version, type: 'module', main: 'index.js' }),
    );
    writeFileSync(join(folder, 'index.js'), code);
    return join(folder, 'index.js');
  };
  write('foreign', '1.2.3', 'export default 1;');
  write('@espalier/inner', '0.1.0', "import 'foreign';");
  const entry = write('@espalier/outer', '0.1.0', "import '@espalier/inner';");
  const { files, packages } = await new ImportTracer().closureOf([entry]);
  rmSync(dir, { recursive: true });
  expect([...files.keys()]).toEqual(['@espalier/inner/index.js', '@espalier/outer/index.js']);
  expect(packages).toEqual(['foreign@1.2.3']);
});

it('knows the packages of others by version, with what they depend on', () => {
  const { packages } = closures.train;
  expect(packages).toEqual(expect.arrayContaining([expect.stringMatching(/^@tensorflow\/tfjs-core@4\./)]));
  expect(packages).toEqual(expect.arrayContaining([expect.stringMatching(/^seedrandom@/)]));
  expect(packages.join()).not.toContain('@espalier');
});

it('refuses a module that can not be parsed', async () => {
  const broken = join(compiledDir, 'broken.js');
  writeFileSync(broken, 'import {');
  await expect(new ImportTracer().closureOf([broken])).rejects.toThrow();
  rmSync(broken);
});

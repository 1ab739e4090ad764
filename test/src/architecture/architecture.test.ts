import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { errorCatalogue } from '@espalier/domain';
import { describe, expect, test } from 'vitest';
import {
  filesUnder,
  importsOf,
  packageOf,
  packagesForTests,
  readWorkspaces,
  repositoryRoot,
  type SourceFile,
  scope,
  targetOf,
} from './source-tree.js';

const workspaces = readWorkspaces();
const all = workspaces.map(({ name }) => name);
const except = (...names: string[]) => all.filter((name) => !names.includes(name));

/** What each package may import of the others: dependencies point one way. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  settings: ['domain'],
  partitions: [],
  feed: ['domain'],
  spec: ['domain', 'partitions'],
  store: ['domain', 'settings'],
  temporal: ['domain', 'settings'],
  fanout: ['domain', 'settings'],
  features: ['domain', 'partitions', 'spec', 'store'],
  xgboost: [],
  collectives: [],
  tensorflow: ['collectives'],
  forest: ['domain', 'xgboost'],
  metrics: ['domain'],
  ranker: ['domain', 'metrics', 'tensorflow'],
  registry: ['domain', 'metrics', 'store'],
  notifications: ['domain', 'store'],
  workflows: ['domain', 'spec'],
  native: ['domain', 'settings', 'tensorflow'],
  programs: [],
  stack: ['domain', 'settings', 'store', 'temporal', 'native', 'programs'],
  scorer: except(
    'scorer',
    'feed',
    'workflows',
    'workers',
    'client',
    'server',
    'cli',
    'bench',
    'test',
    'stack',
    'fanout',
    'programs',
  ),
  workers: except('workers', 'server', 'feed', 'client', 'cli', 'bench', 'test', 'stack'),
  server: ['domain', 'settings', 'spec', 'store', 'fanout', 'client'],
  // It knows the API alone, as any other program.
  web: [],
  triggers: [
    ...['domain', 'settings', 'partitions', 'spec', 'store', 'temporal', 'features', 'registry'],
    'workflows',
  ],
  client: [
    ...['domain', 'settings', 'spec', 'store', 'temporal', 'notifications', 'registry', 'triggers'],
    'workflows',
  ],
  cli: except('cli', 'server', 'workers', 'workflows', 'bench', 'test'),
  bench: except('bench', 'test'),
  test: except('test', 'bench'),
};

/** Libraries that only these packages know; benchmarks and tests may compare with anything. */
const onlyIn: Readonly<Record<string, readonly string[]>> = {
  '@temporalio/workflow': ['workflows', 'workers'],
  '@temporalio/activity': ['workers'],
  '@temporalio/worker': ['workers'],
  '@temporalio/client': ['client', 'stack', 'temporal', 'triggers', 'workers'],
  '@grpc/grpc-js': ['temporal'],
  selfsigned: ['stack'],
  bullmq: ['fanout'],
  fastify: ['server'],
  standardwebhooks: ['notifications'],
  '@duckdb/node-api': ['features', 'feed', 'scorer', 'workers'],
  '@aws-sdk/client-s3': ['store'],
  '@smithy/core': ['store'],
};

/** `process.env` is read once, in the settings. The tensorflow package knows no settings and TensorFlow reads only this. */
const readsEnvironment = [
  'packages/settings/src/account-home.ts',
  'packages/settings/src/settings.ts',
  'packages/tensorflow/src/load-tensorflow.ts',
  'packages/tensorflow/src/without-notices.ts',
];

const nodeModules = /^node:/;
const product = (files: readonly SourceFile[]) => files.filter(({ isTest }) => !isTest);
const scopedImports = (files: readonly SourceFile[]) =>
  new Set(
    files
      .flatMap(({ imports }) => imports)
      .map(packageOf)
      .filter((name) => name !== null)
      .filter((name) => name.startsWith(scope))
      .map((name) => name.slice(scope.length)),
  );

test('every form of import is seen, and none in a comment or a string', () => {
  const text = [
    "import a from 'a';",
    "import { type B,\n  c } from '@scope/b/deep';",
    "import 'd';",
    "export * from './e.js';",
    "const f = await import('f');",
    "const g = import.meta.resolve('g');",
    "// import h from 'h';",
    "/** import i from 'i'; */",
    `const code = "import 'j';";`,
    "type K = import('k').K;",
  ].join('\n');
  expect(importsOf(text).map(packageOf).sort()).toEqual(['@scope/b', 'a', 'd', 'f', 'g', 'k', null].sort());
});

test('every package has a place in the order', () => {
  expect(Object.keys(mayImport).sort()).toEqual([...all].sort());
});

test('no packages need each other, not even for their tests: tools that order them would have none', () => {
  const needs = new Map(
    workspaces.map(({ name, dependencies, devDependencies }) => [
      name,
      [...dependencies, ...devDependencies],
    ]),
  );
  const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
    (needs.get(from) ?? []).some((next) => {
      if (next === to) return true;
      if (seen.has(next)) return false;
      seen.add(next);
      return reaches(next, to, seen);
    });
  expect(all.filter((name) => reaches(name, name))).toEqual([]);
});

describe.each(workspaces)('$name', ({ name, dir, files, dependencies, devDependencies, references }) => {
  const testFiles = files.filter(({ isTest }) => isTest);

  test('imports only what lies below it', () => {
    const wrong = product(files).flatMap(({ path, imports }) =>
      imports
        .map(packageOf)
        .filter((target) => target?.startsWith(scope))
        .filter((target) => !mayImport[name]?.includes(target?.slice(scope.length) ?? ''))
        .map((target) => `${path} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  test('reaches another package by its name, never by a path', () => {
    const wrong = files.flatMap((file) =>
      file.imports
        .filter((specifier) => packageOf(specifier) === null)
        .filter((specifier) => !targetOf(file, specifier).startsWith(`${dir}/`))
        .map((specifier) => `${file.path} imports ${specifier}`),
    );
    expect(wrong).toEqual([]);
  });

  test('declares the packages that it imports, and imports those that it declares', () => {
    const imported = scopedImports(name === 'test' ? files : product(files));
    expect([...dependencies].sort()).toEqual([...imported].sort());
    const byTests = scopedImports(testFiles);
    for (const dependency of devDependencies) expect(byTests).toContain(dependency);
    const known = new Set([name, ...dependencies, ...devDependencies, ...packagesForTests()]);
    expect([...byTests].filter((dependency) => !known.has(dependency))).toEqual([]);
  });

  test('is compiled after the packages that it imports', () => {
    const dirs = workspaces.filter((other) => dependencies.includes(other.name)).map((other) => other.dir);
    expect(references).toEqual(expect.arrayContaining(dirs));
  });
});

test('the domain is pure: it imports nothing, not even Node', () => {
  const domain = workspaces.find(({ name }) => name === 'domain');
  const imports = product(domain?.files ?? []).flatMap((file) => file.imports.map(packageOf));
  expect(imports.filter((target) => target !== null)).toEqual([]);
});

test('workflows import nothing but the domain, what stages are, and what the sandbox allows', () => {
  const workflows = workspaces.find(({ name }) => name === 'workflows');
  const allowed = ['@espalier/domain', '@espalier/spec/stages', '@temporalio/workflow', '@temporalio/common'];
  const targets = product(workflows?.files ?? []).flatMap(({ imports }) => imports);
  expect(targets.filter((target) => packageOf(target) !== null && !allowed.includes(target))).toEqual([]);
});

test('what stages are loads nothing but the domain', () => {
  // As compiled: types are loaded by nobody.
  const files = [join(repositoryRoot, 'packages/spec/dist/stages/index.js')];
  const packages = new Set<string>();
  for (const path of files) {
    for (const specifier of importsOf(readFileSync(path, 'utf8'))) {
      const found = packageOf(specifier);
      const file = join(dirname(path), specifier);
      if (found !== null) packages.add(found);
      else if (!files.includes(file)) files.push(file);
    }
  }
  expect(files.length).toBeGreaterThan(8);
  expect([...packages]).toEqual(['@espalier/domain']);
});

test.each(Object.entries(onlyIn))('%s is known to %j only', (library, names) => {
  const users = workspaces.filter(({ files }) =>
    product(files).some(({ imports }) => imports.some((specifier) => packageOf(specifier) === library)),
  );
  const known = [...names, 'bench', 'test'];
  for (const { name } of users) expect(known).toContain(name);
});

test('the packages that are publishable by themselves know nothing of Temporal, queues or the store', () => {
  const alone = workspaces.filter(({ name }) => ['collectives', 'xgboost', 'tensorflow'].includes(name));
  const targets = new Set(
    alone.flatMap(({ files }) => product(files).flatMap(({ imports }) => imports.map(packageOf))),
  );
  const libraries = [...targets].filter((target) => target !== null && !nodeModules.test(target));
  const allowed = ['@espalier/collectives', '@tensorflow/tfjs-core', 'koffi', 'protobufjs'];
  expect(libraries.filter((target) => !allowed.includes(target ?? ''))).toEqual([]);
});

test('the environment is read in the settings only', () => {
  const readers = workspaces
    .flatMap(({ files }) => product(files))
    .filter(({ text }) => /\bprocess\.env\b/.test(text))
    .map(({ path }) => path);
  expect(readers.filter((path) => !readsEnvironment.includes(path))).toEqual([]);
});

test('connections to Temporal are opened in one place, which makes them safe to close at any moment', () => {
  const openers = workspaces
    .filter(({ name }) => name !== 'bench' && name !== 'test')
    .flatMap(({ files }) => product(files))
    .filter(({ text }) => /\bConnection\.(connect|lazy)\(/.test(text))
    .map(({ path }) => path);
  expect(openers).toEqual(['packages/temporal/src/open-temporal.ts']);
});

test('DuckDB is told of files in one place, which keeps it from reading paths as patterns', () => {
  const readers = workspaces
    .filter(({ name }) => name !== 'bench' && name !== 'test')
    .flatMap(({ files }) => product(files))
    .filter(({ path }) => !path.includes('/testing/'))
    .filter(({ text }) =>
      /\b(read_parquet|parquet_(scan|metadata|schema|file_metadata|kv_metadata)|FROM glob)\(/.test(text),
    )
    .map(({ path }) => path);
  expect(readers).toEqual(['packages/features/src/exact-file.ts']);
});

test('no source file has 300 lines or more', () => {
  const long = workspaces
    .flatMap(({ files }) => files)
    .filter(({ text }) => text.trimEnd().split('\n').length >= 300)
    .map(({ path }) => path);
  expect(long).toEqual([]);
});

test('no file or folder is named for being left over', () => {
  const leftOver = /^(utils?|common|helpers?|misc)$/;
  const named = filesUnder(repositoryRoot)
    .map((path) => path.slice(repositoryRoot.length))
    .filter((path) => !path.includes('/vendor/'))
    .filter((path) => path.split('/').some((part) => leftOver.test(part.split('.')[0] ?? '')));
  expect(named).toEqual([]);
});

describe('the error catalogue', () => {
  test.each(Object.entries(errorCatalogue))('%s says what it means and what to do', (code, definition) => {
    expect(code).toMatch(/^[a-z]+\.[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(definition.meaning).toMatch(/^\S.{15,}\.$/);
    expect(definition.fix).toMatch(/^\S.{15,}\.$/);
  });
});

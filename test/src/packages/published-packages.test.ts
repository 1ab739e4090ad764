/**
 * The packages that are published by themselves, as their users get them: packed where nothing is compiled yet, installed with all
 * scripts in an empty project outside of this repository, and used as their READMEs say.
 */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { resolveNativePart } from '@espalier/native';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const repositoryRoot = fileURLToPath(new URL('../../..', import.meta.url));
/** Nothing is to be sent, nor asked. */
const noRegistry = ['--registry', 'http://127.0.0.1:9', '--fetch-retries', '0'];
const names = ['collectives', 'tensorflow', 'xgboost'] as const;
type Name = (typeof names)[number];

interface Manifest {
  readonly license?: string;
  readonly repository?: { readonly url?: string; readonly directory?: string };
  readonly engines?: { readonly node?: string };
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

let folder: string;
/** This repository as far as packing needs it, with nothing compiled. */
let clone: string;
/** The user's project. */
let project: string;
/** What `tsc` said of the READMEs' examples. */
let complaints: string;

const installedAt = (name: Name) => join(project, 'node_modules/@espalier', name);
const manifestOf = (dir: string) => JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')) as Manifest;

/** Every file of a package that was installed, without packages inside of it. */
function installedFiles(name: Name): string[] {
  const root = installedAt(name);
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((path) => !path.startsWith('node_modules/'))
    .sort();
}

/** The first program of the README. */
function exampleOf(name: Name): string {
  const readme = readFileSync(join(installedAt(name), 'README.md'), 'utf8');
  const [, code = ''] = /^```[jt]s\n(.*?)^```$/ms.exec(readme) ?? [];
  return code;
}

/** What the READMEs leave to the user: where the native libraries lie. */
function withNativeParts(code: string): string {
  return code
    .replace('/opt/tfjs_binding.node', resolveNativePart('tfjs-addon'))
    .replace('xgb/xgboost/lib/libxgboost.so', resolveNativePart('xgboost'));
}

/** Mistakes that only types know of: where they did not resolve, nothing would be expected. */
const mistakes = `import { SharedMemorySums } from '@espalier/collectives';
import { type Collective, compileStep, loadTensorFlow } from '@espalier/tensorflow';
import { DMatrix, loadXgboost } from '@espalier/xgboost';

const tf = await loadTensorFlow({ addonPath: 'addon' });
const reducer = await SharedMemorySums.join({ secret: '', rank: 0, worldSize: 1 });
const collective: Collective = { kind: 'host', reducer };
const inputs = { x: { shape: [1] } };
const step = await compileStep(tf, ({ x }) => ({ sum: tf.neg(x) }), { inputs, collective });
// @ts-expect-error: an array where a typed one is due
await step.run({ x: [1] });
// @ts-expect-error: a tensor is no number
export const scalar: number = tf.scalar(1);
// @ts-expect-error: text where rows are due
await DMatrix.fromDense(loadXgboost('library'), 'rows', 1, 1);
// @ts-expect-error: no such sum
await reducer.allReduceMean(new Float32Array(1));
`;

/** Says what the compiler says. */
async function compileExamples(): Promise<string> {
  for (const name of names) await writeFile(join(project, `${name}.ts`), withNativeParts(exampleOf(name)));
  await writeFile(join(project, 'mistakes.ts'), mistakes);
  const compilerOptions = {
    target: 'ES2023',
    module: 'NodeNext',
    strict: true,
    outDir: 'built',
    skipLibCheck: true,
    types: ['node'],
    typeRoots: [join(repositoryRoot, 'node_modules/@types')],
  };
  await writeFile(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
  const compiler = join(repositoryRoot, 'node_modules/typescript/bin/tsc');
  const { stdout } = await run(process.execPath, [compiler, '-p', project]).catch(
    (error: { stdout: string }) => error,
  );
  return stdout;
}

async function makeClone(): Promise<void> {
  const rootFiles = ['.npmrc', 'package.json', 'tsconfig.base.json', 'infra/setup'];
  for (const path of [...rootFiles, ...names.map((name) => `packages/${name}`)]) {
    const made = (source: string) => ['dist', 'node_modules'].includes(basename(source));
    await cp(join(repositoryRoot, path), join(clone, path), {
      recursive: true,
      filter: (source) => !made(source),
    });
  }
  await symlink(join(repositoryRoot, 'node_modules'), join(clone, 'node_modules'));
}

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'espalier-published-')));
  project = join(folder, 'project');
  await mkdir(project);
  await writeFile(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  clone = join(folder, 'clone');
  await makeClone();
  // As `npm run pack` does, but for the installing of what is linked here.
  const packages = names.flatMap((name) => ['--workspace', `@espalier/${name}`]);
  const pack = ['pack', '--ignore-scripts=false', '--pack-destination', folder, ...packages];
  await run('npm', pack, { cwd: clone });
  const tarballs = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  // Scripts run here as they would for anybody: nothing of this repository's .npmrc holds there.
  const install = ['install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts=false'];
  await run('npm', [...install, ...tarballs.map((name) => join(folder, name))], { cwd: project });
  complaints = await compileExamples();
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe.each(names)('%s', (name) => {
  it('has nothing that publint would change', async () => {
    // Where it is installed, all files are published ones.
    const { messages, pkg } = await publint({ pkgDir: installedAt(name), pack: false, strict: true });
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  });

  it('says what it is, where it comes from and what it needs', () => {
    const { license, repository, engines, scripts } = manifestOf(installedAt(name));
    expect(license).toBe('Apache-2.0');
    expect(repository?.url).toMatch(/^git\+https:\/\/.*\.git$/);
    expect(repository?.directory).toBe(`packages/${name}`);
    expect(engines).toEqual(manifestOf(repositoryRoot).engines);
    // Whatever is called by hand stays in the repository, where its files are.
    expect(Object.keys(scripts ?? {})).toEqual(['prepack']);
    const text = (dir: string, file: string) => readFileSync(join(dir, file), 'utf8');
    expect(text(installedAt(name), 'LICENSE')).toBe(text(repositoryRoot, 'LICENSE'));
    const [oldest, middle, newest] = engines?.node?.match(/\d+\.\d+/g) ?? [];
    const inWords = `Node ${oldest}, ${middle} or ${newest?.replace('.0', '')} and newer`;
    for (const dir of [installedAt(name), repositoryRoot]) expect(text(dir, 'README.md')).toContain(inWords);
  });

  it('carries its sources, and no test', () => {
    const files = installedFiles(name);
    expect(files.filter((path) => /\.test\.|\btest(ing)?\/|tsbuildinfo|\.mjs$/.test(path))).toEqual([]);
    const compiled = files.filter((path) => path.startsWith('dist/') && /\.js$|\.d\.ts$/.test(path));
    expect(compiled.length).toBeGreaterThan(10);
    const missing = compiled.flatMap((path) => {
      const map = join(installedAt(name), `${path}.map`);
      if (!existsSync(map)) return [`${path}.map`];
      const { sources } = JSON.parse(readFileSync(map, 'utf8')) as { sources: string[] };
      return sources.map((source) => join(dirname(map), source)).filter((source) => !existsSync(source));
    });
    expect(missing.map((path) => basename(path))).toEqual([]);
  });

  it('is compiled when it is published, though scripts are off here', async () => {
    await rm(join(clone, 'packages', name, 'dist'), { recursive: true });
    const publish = ['publish', '--workspace', `@espalier/${name}`, '--dry-run', '--json', '--tag', 'test'];
    const { stdout } = await run('npm', [...publish, ...noRegistry], { cwd: clone });
    expect(stdout).toContain('"dist/index.js"');
  });

  it('needs only packages that are published', () => {
    const own = Object.keys(manifestOf(installedAt(name)).dependencies ?? {}).filter((each) =>
      each.startsWith('@espalier/'),
    );
    expect(names.map((each) => `@espalier/${each}`)).toEqual(expect.arrayContaining(own));
  });

  it("runs its README's first example", async () => {
    const { stdout } = await run(process.execPath, [join(project, 'built', `${name}.js`)], {
      cwd: project,
      env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' },
    });
    for (const line of expectedLines[name]) expect(stdout).toMatch(line);
  });
});

const expectedLines: Readonly<Record<Name, readonly RegExp[]>> = {
  collectives: [/^rank 0: 3$/m, /^rank 1: 3$/m],
  tensorflow: [/^step 80: loss 0\.\d+$/m],
  xgboost: [/^Float32Array\(4\) \[/m, /'train-logloss': 0\.\d+/],
};

it('tensorflow carries all that its addon is compiled from, as its README says', () => {
  const files = installedFiles('tensorflow');
  const readme = readFileSync(join(installedAt('tensorflow'), 'README.md'), 'utf8');
  for (const folder of ['vendor/binding', 'kernels']) {
    const sources = readdirSync(join(repositoryRoot, 'packages/tensorflow', folder));
    expect(sources.length).toBeGreaterThan(5);
    expect(files).toEqual(expect.arrayContaining(sources.map((source) => `${folder}/${source}`)));
    expect(readme).toContain(`node_modules/@espalier/tensorflow/${folder}/*.cc`);
  }
});

it('has types that the examples fit, and mistakes do not', () => {
  expect(complaints).toBe('');
});

it("nothing that is installed with them runs a script of its own, but koffi's, which finds its prebuilt library", () => {
  const lock = JSON.parse(readFileSync(join(project, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { hasInstallScript?: boolean }>;
  };
  const installed = Object.entries(lock.packages);
  const withScripts = installed.filter(([, { hasInstallScript }]) => hasInstallScript === true);
  expect(withScripts.map(([path]) => path)).toEqual(['node_modules/koffi']);
  expect(installed.filter(([path]) => path.includes('tfjs-node'))).toEqual([]);
});

it('what tensorflow carries of tfjs-node is what its script makes of the published packages', async () => {
  const [made, kept] = [join(folder, 'vendor'), join(repositoryRoot, 'packages/tensorflow/vendor')];
  await mkdir(made);
  await run(process.execPath, [join(dirname(kept), 'vendor-tfjs-node.mjs'), made]);
  const { stdout } = await run('diff', ['--recursive', '--brief', made, kept]).catch((error) => error);
  expect(stdout).toBe('');
});

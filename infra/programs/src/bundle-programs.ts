/**
 * Responsible for programs as few files: compiled modules and what they import, bundled. A process loads a thousand modules
 * otherwise, which is most of the time that it takes to start.
 * Leaves to others: which programs, and where the files are kept.
 */
import { readFileSync } from 'node:fs';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { OutputBundle, Plugin, RolldownOutput } from 'rolldown';
import { inAscii } from './ascii-code.js';
import { protocolOfClients } from './client-protocol.js';
import { type InstalledPackage, InstalledPackages, isCommonJs, isOwnPackage } from './installed-packages.js';

/** What looks for files beside itself, or is native, has to lie where it was; `import.meta.url` can be told, and CommonJS its file. */
const bound = /\brequire\.resolve\b|\bimport\.meta\.(?!url\b)|\.node['"`]/;
const ownFile = /\b__(?:dir|file)name\b/;

/** The place of a module, by itself or as what a thread's program lies beside. */
const placed = /new URL\('\.\/([\w-]+-thread)\.js', import\.meta\.url\)|import\.meta\.url/g;

/**
 * Before the path of a module that stays where it is and is required there, whoever imports it: an import looks through its text, and that of all that it
 * exports again, for names first.
 */
const requiring = '\0requires:';

const loader = 'bundled-modules.cjs';

/** The file of a program that is compiled; what is named to others loads it. */
export function programFile(name: string): string {
  return `${name}.program.cjs`;
}

/** What runs a program: it alone is named to others. */
function startOf(fileName: string): string {
  return fileName.replace('.program.cjs', '.cjs');
}

function starting(fileName: string): string {
  return `'use strict';\nconst BundledModules = require('./${loader}');\nnew BundledModules(__dirname).load('${fileName}');\n`;
}

/** Files of the threads that a module starts, by its path. */
type Threads = Map<string, Set<string>>;

interface Found {
  /** Of packages that stay in place. */
  readonly dirs: Set<string>;
  readonly threads: Threads;
}

/** What Node itself would load, rather than what packages have for bundlers. `import` or `require` is added by how it is asked for. */
const asNode = { conditionNames: ['node', 'node-addons', 'module-sync'], mainFields: ['main'] };

/**
 * Writes programs as `NAME.cjs`, and what they share beside them: CommonJS, for whose code there can be a cache.
 * @param entries path of each program's first module, by its name; none of the modules may wait at its top level
 * @param dir is made, and must not be there
 * @returns paths of the files that tell what each program is made of: own modules, the manifests of packages of others
 */
export async function bundlePrograms(
  entries: Readonly<Record<string, string>>,
  dir: string,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const packages = new InstalledPackages();
  const inPlace = new Set<string>();
  const threads: Threads = new Map();
  // The first pass only finds which packages are bound to their places. What it would warn of is not written: of a package
  // that is found in the midst of it, some modules are bundled and others not.
  await bundle(entries, stayInPlace(packages, { dirs: inPlace, threads }, { find: true }), () => undefined);
  const plugin = stayInPlace(packages, { dirs: inPlace, threads }, { find: false });
  const output = await bundle(entries, plugin, (warning) => {
    throw new Error(`${Object.values(entries).join(', ')} can't be bundled: ${warning}`);
  });
  await mkdir(dir);
  await copyFile(fileURLToPath(new URL('../dist/bundled-modules.cjs', import.meta.url)), join(dir, loader));
  for (const file of output.output) {
    await writeFile(join(dir, file.fileName), file.type === 'chunk' ? inAscii(file.code) : file.source);
    if (file.type === 'chunk' && file.isEntry)
      await writeFile(join(dir, startOf(file.fileName)), starting(file.fileName));
  }
  return sourcesOf(output, packages, threads, inPlace);
}

async function bundle(
  input: Readonly<Record<string, string>>,
  plugin: Plugin,
  onWarning: (message: string) => void,
): Promise<RolldownOutput> {
  // Loaded where it is needed: most processes find their program made.
  const { rolldown } = await import('rolldown');
  await using build = await rolldown({
    input: { ...input },
    // What a program shares with others lies in files that are no program.
    preserveEntrySignatures: 'strict',
    platform: 'node',
    // How long plugins take on a busy machine is no fault.
    checks: { pluginTimings: false },
    resolve: asNode,
    plugins: [plugin],
    onLog: (level, log) => {
      // A package that stays where it is makes no file of its own for late imports to load.
      const isOfPlaced =
        log.code === 'INEFFECTIVE_DYNAMIC_IMPORT' && log.message.includes(requiring.slice(1));
      if (level === 'warn' && !isOfPlaced) onWarning(log.message);
    },
  });
  return await build.generate({
    format: 'cjs',
    entryFileNames: programFile('[name]'),
    chunkFileNames: '[name]-[hash].shared.cjs',
    // Names in stack traces stay; comments and unused code go.
    minify: 'dce-only',
  });
}

/**
 * Leaves packages of others that are bound to their place there, and all that they depend on: they load that themselves, and a second
 * copy of it would have classes of its own. Tells all that are moved where they were. Threads of the project come with the program:
 * one that starts when the project has been built anew is to run the same code as the rest.
 */
function stayInPlace(
  packages: InstalledPackages,
  { dirs, threads }: Found,
  { find }: { find: boolean },
): Plugin {
  const stay = (found: InstalledPackage): void => {
    if (dirs.has(found.dir)) return;
    dirs.add(found.dir);
    for (const dependency of packages.dependenciesOf(found)) stay(dependency);
  };
  const stays = (path: string): boolean => {
    const found = packages.of(path);
    if (found === null || isOwnPackage(found)) return false;
    if (find && isBound(path)) stay(found);
    return dirs.has(found.dir);
  };
  return {
    name: 'stay-in-place',
    async resolveId(source, importer, { kind, isEntry }) {
      // `import` and `require` of a package may lead to different files.
      const found = await this.resolve(source, importer, { kind, isEntry, skipSelf: true });
      if (found === null || found.external || !found.id.startsWith('/') || !stays(found.id)) return found;
      if (kind !== 'require-call' && isCommonJs(found.id)) return `${requiring}${found.id}`;
      // What imports takes a URL, in which # and % mean something else than in a path; what is imported at the top is required.
      const id = kind === 'dynamic-import' ? pathToFileURL(found.id).href : found.id;
      return { id, external: 'absolute' };
    },
    load(id) {
      if (!id.startsWith(requiring)) return null;
      return `module.exports = require(${JSON.stringify(id.slice(requiring.length))});`;
    },
    transform(whole, id) {
      const code = protocolOfClients(whole, id);
      if (ownFile.test(code) && isCommonJs(id)) return { code: `${fileOf(id)}${code}`, map: null };
      if (!code.includes('import.meta.url')) return code === whole ? null : { code, map: null };
      const told = code.replaceAll(placed, (_, thread?: string) => {
        if (thread === undefined) return JSON.stringify(pathToFileURL(id).href);
        const fileName = programFile(basename(thread));
        this.emitFile({ type: 'chunk', id: join(dirname(id), `${thread}.js`), fileName });
        threads.set(id, (threads.get(id) ?? new Set()).add(fileName));
        return `require('node:url').pathToFileURL(require('node:path').join(__dirname, '${startOf(fileName)}'))`;
      });
      return { code: told, map: null };
    },
    generateBundle(_, made) {
      dropImportsOfPrograms(made);
    },
  };
}

/**
 * A program that a shared file imports would run wherever that file is loaded: a trainer's thread once started a second server. Rolldown writes
 * such an import, of no name, where a module is exported again by the one and used by the other alone. Nothing is lost with it: a module that
 * does something by being imported counts as used, and what several use lies in no program.
 */
function dropImportsOfPrograms(bundle: OutputBundle): void {
  const chunks = Object.values(bundle).filter((each) => each.type === 'chunk');
  const programs = new Set(chunks.filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName));
  for (const chunk of chunks) {
    for (const program of chunk.imports.filter((each) => programs.has(each))) {
      chunk.code = chunk.code.replace(`require("./${program}");\n`, '');
      chunk.imports = chunk.imports.filter((each) => each !== program);
      if (!chunk.code.includes(`"./${program}"`)) continue;
      throw new Error(`${program} can't be bundled: ${chunk.fileName} would run it.`);
    }
  }
}

function isBound(path: string): boolean {
  if (!path.endsWith('js')) return path.endsWith('.node');
  const code = readFileSync(path, 'utf8');
  return bound.test(code) || (ownFile.test(code) && !isCommonJs(path));
}

/** What Node tells a CommonJS module of its file; the bundle's own would be told otherwise. On its first line, so that others keep their numbers. */
function fileOf(path: string): string {
  return `var __filename = ${JSON.stringify(path)}, __dirname = ${JSON.stringify(dirname(path))}; `;
}

/** By program, with those of the chunks and threads that it may load. A package of others is as its version says. */
function sourcesOf(
  { output }: RolldownOutput,
  packages: InstalledPackages,
  threads: Threads,
  inPlace: ReadonlySet<string>,
): Map<string, string[]> {
  // Where they lie stands in the program: of one that an installation moves nothing is there any more.
  const staying = [...inPlace].map((dir) => join(dir, 'package.json'));
  const chunks = new Map(output.filter((each) => each.type === 'chunk').map((each) => [each.fileName, each]));
  const programs = new Map<string, string[]>();
  for (const { isEntry, name, fileName } of chunks.values()) {
    if (!isEntry) continue;
    const sources = new Set<string>();
    const seen = new Set<string>();
    const waiting = [fileName];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const chunk = chunks.get(next);
      if (chunk === undefined || seen.has(next)) continue;
      seen.add(next);
      waiting.push(...chunk.imports, ...chunk.dynamicImports);
      waiting.push(...chunk.moduleIds.flatMap((id) => [...(threads.get(id) ?? [])]));
      for (const id of chunk.moduleIds) if (id.startsWith('/')) sources.add(sourceOf(id, packages));
    }
    programs.set(name, [...sources, ...staying]);
  }
  return programs;
}

function sourceOf(path: string, packages: InstalledPackages): string {
  const found = packages.of(path);
  return found === null || isOwnPackage(found) ? path : join(found.dir, 'package.json');
}

/**
 * Responsible for which code a module can load: the project's own compiled files, through imports and threads, and the packages of
 * others with all that they depend on.
 * Leaves to others: which modules are asked about, and what follows (code-digests.ts).
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { nodeFileTrace } from '@vercel/nft';

export interface ImportClosure {
  /** Absolute paths by `PACKAGE/path`, which is the same wherever the project lies. */
  readonly files: ReadonlyMap<string, string>;
  /** `NAME@VERSION`, sorted: a package of others is as its version says. */
  readonly packages: readonly string[];
}

interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

interface Package {
  readonly dir: string;
  readonly manifest: Manifest;
}

/** Works out closures that share most of their files: what was read for one is not read again for the next. */
export class ImportTracer {
  readonly #traced = {};
  readonly #packages = new Map<string, Package | null>();

  /**
   * @param entries absolute paths of compiled modules
   * @throws Error of the parser or the file system where a module can't be read: a key must not leave out what it can't see
   */
  async closureOf(entries: readonly string[]): Promise<ImportClosure> {
    let seeds = [...entries];
    for (;;) {
      const { fileList, reasons, warnings } = await nodeFileTrace(seeds, {
        base: '/',
        processCwd: '/',
        cache: this.#traced,
        ignore: (path) => !this.#isOwn(`/${path}`),
      });
      for (const warning of warnings) throw warning;
      // A link, or a manifest that only led to a file, is no code.
      const loaded = [...reasons].filter(([, { type }]) => type.some((each) => each !== 'resolve'));
      const foreign = loaded.filter(([, { ignored }]) => ignored).map(([path]) => `/${path}`);
      const own = loaded.map(([path]) => `/${path}`).filter((path) => fileList.has(path.slice(1)));
      // A thread's program is named by its URL, which the tool takes for a file that is read, not for one that runs.
      const threads = own.filter(
        (path) =>
          path.endsWith('.js') && !reasons.get(path.slice(1))?.type.some(runs) && !seeds.includes(path),
      );
      if (threads.length > 0) {
        seeds = [...seeds, ...threads];
        continue;
      }
      return { files: this.#named(own), packages: this.#withDependencies(foreign) };
    }
  }

  #named(paths: readonly string[]): Map<string, string> {
    const code = paths.filter((path) => !path.endsWith('/package.json')).sort();
    return new Map(
      code.map((path) => {
        const { dir, manifest } = this.#packageOf(path) ?? { dir: '/', manifest: {} };
        return [`${manifest.name}/${relative(dir, path)}`, path];
      }),
    );
  }

  #isOwn(path: string): boolean {
    return isOwnName(this.#packageOf(path)?.manifest.name);
  }

  /** The package that a file is of. */
  #packageOf(path: string): Package | null {
    const dir = dirname(path);
    const known = this.#packages.get(dir);
    if (known !== undefined) return known;
    const file = join(dir, 'package.json');
    const manifest = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Manifest) : {};
    // Some packages have manifests without a name in their folders.
    const found = manifest.name !== undefined ? { dir, manifest } : dir === '/' ? null : this.#packageOf(dir);
    this.#packages.set(dir, found);
    return found;
  }

  #withDependencies(paths: readonly string[]): string[] {
    const found = new Map<string, string>();
    const waiting = paths.map((path) => this.#packageOf(path)).filter((each) => each !== null);
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const { dir, manifest } = next;
      if (found.has(dir) || isOwnName(manifest.name)) continue;
      found.set(dir, `${manifest.name}@${manifest.version}`);
      for (const name of Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies })) {
        const dependency = this.#installed(name, dir);
        if (dependency !== null) waiting.push(dependency);
      }
    }
    return [...new Set(found.values())].sort();
  }

  /** A dependency as Node finds it; null for an optional one that is not installed. */
  #installed(name: string, from: string): Package | null {
    for (let dir = from; dir !== '/'; dir = dirname(dir)) {
      const found = join(dir, 'node_modules', name, 'package.json');
      if (existsSync(found)) return this.#packageOf(found);
    }
    return null;
  }
}

function isOwnName(name: string | undefined): boolean {
  return name?.startsWith('@espalier/') ?? false;
}

function runs(type: string): boolean {
  return type === 'initial' || type === 'dependency';
}

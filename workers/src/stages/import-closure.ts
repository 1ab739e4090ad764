/**
 * Responsible for which code a module can load: the project's own compiled files, through imports and threads, and the packages of
 * others with all that they depend on.
 * Leaves to others: which modules are asked about, and what follows (code-digests.ts).
 */
import { relative } from 'node:path';
import { InstalledPackages, isOwnPackage, versionOf } from '@espalier/programs';

export interface ImportClosure {
  /** Absolute paths by `PACKAGE/path`, which is the same wherever the project lies. */
  readonly files: ReadonlyMap<string, string>;
  /** `NAME@VERSION`, sorted: a package of others is as its version says. */
  readonly packages: readonly string[];
}

/** Works out closures that share most of their files: what was read for one is not read again for the next. */
export class ImportTracer {
  readonly #traced = {};
  readonly #packages = new InstalledPackages();

  /**
   * @param entries absolute paths of compiled modules
   * @throws Error of the parser or the file system where a module can't be read: a key must not leave out what it can't see
   */
  async closureOf(entries: readonly string[]): Promise<ImportClosure> {
    // Loaded where it is needed: most processes find kept what it would find.
    const { nodeFileTrace } = await import('@vercel/nft');
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
        const { dir, manifest } = this.#packages.of(path) ?? { dir: '/', manifest: {} };
        return [`${manifest.name}/${relative(dir, path)}`, path];
      }),
    );
  }

  #isOwn(path: string): boolean {
    const found = this.#packages.of(path);
    return found !== null && isOwnPackage(found);
  }

  #withDependencies(paths: readonly string[]): string[] {
    const found = new Map<string, string>();
    const waiting = paths.map((path) => this.#packages.of(path)).filter((each) => each !== null);
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (found.has(next.dir) || isOwnPackage(next)) continue;
      found.set(next.dir, versionOf(next));
      waiting.push(...this.#packages.dependenciesOf(next));
    }
    return [...new Set(found.values())].sort();
  }
}

function runs(type: string): boolean {
  return type === 'initial' || type === 'dependency';
}

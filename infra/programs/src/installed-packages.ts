/** Responsible for which packages there are: the one that a file is of, and what it depends on, as Node finds it. */
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface Manifest {
  readonly type?: string;
  readonly name?: string;
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

export interface InstalledPackage {
  readonly dir: string;
  readonly manifest: Manifest;
}

/** A lookup that reads each manifest once. */
export class InstalledPackages {
  readonly #byDir = new Map<string, InstalledPackage | null>();

  /** The package that a file is of. */
  of(path: string): InstalledPackage | null {
    const dir = dirname(path);
    const known = this.#byDir.get(dir);
    if (known !== undefined) return known;
    const file = join(dir, 'package.json');
    const manifest = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Manifest) : {};
    // Some packages have manifests without a name in their folders.
    const found = manifest.name !== undefined ? { dir, manifest } : dir === '/' ? null : this.of(dir);
    this.#byDir.set(dir, found);
    return found;
  }

  /** What a package depends on, of what is installed: an optional dependency may not be. */
  dependenciesOf({ dir, manifest }: InstalledPackage): InstalledPackage[] {
    const names = Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies });
    return names.map((name) => this.#find(name, dir)).filter((each) => each !== null);
  }

  /** A dependency as Node finds it; null for an optional one that is not installed. */
  #find(name: string, from: string): InstalledPackage | null {
    for (let dir = from; dir !== '/'; dir = dirname(dir)) {
      const found = join(dir, 'node_modules', name, 'package.json');
      if (existsSync(found)) return this.of(realpathSync(found));
    }
    return null;
  }
}

/** Whether Node takes a file as CommonJS, which `require` gives the same of as `import`. */
export function isCommonJs(path: string): boolean {
  if (path.endsWith('.cjs')) return true;
  if (!path.endsWith('.js')) return false;
  for (let dir = dirname(path); dir !== '/'; dir = dirname(dir)) {
    const file = join(dir, 'package.json');
    if (!existsSync(file)) continue;
    const { type } = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
    // Where nothing is said Node goes by the text.
    return type === undefined ? !esmSyntax.test(readFileSync(path, 'utf8')) : type === 'commonjs';
  }
  return false;
}

const esmSyntax = /^\s*(import|export)\b|\bimport\.meta\b/m;

/** Of this project, whose files are looked at; a package of others is as its version says. */
export function isOwnPackage({ manifest }: InstalledPackage): boolean {
  return manifest.name?.startsWith('@espalier/') ?? false;
}

export function versionOf({ manifest }: InstalledPackage): string {
  return `${manifest.name}@${manifest.version}`;
}

/**
 * Responsible for a program's compiled modules and what they import as a few files, which load in a third of the time that a thousand take.
 * Leaves to others: which program (rank-program.ts).
 */
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'rolldown';
import { InstalledPackages, isOwnPackage } from '../stages/installed-packages.js';

/** What looks for files beside itself, or is native, has to lie where it was; `import.meta.url` can be told. */
const bound = /\b__dirname\b|\b__filename\b|\brequire\.resolve\b|\bimport\.meta\.(?!url\b)|\.node['"`]/;

/** Leaves others' modules that are bound to their place there, and tells all that are moved where they were. */
function inPlace(packages: InstalledPackages): Plugin {
  const isBound = (path: string): boolean => {
    const found = packages.of(path);
    return (
      found !== null &&
      !isOwnPackage(found) &&
      (path.endsWith('.node') || (path.endsWith('js') && bound.test(readFileSync(path, 'utf8'))))
    );
  };
  return {
    name: 'in-place',
    async resolveId(source, importer, { kind }) {
      const found = await this.resolve(source, importer, { kind, skipSelf: true });
      if (found === null || found.external || !found.id.startsWith('/') || !isBound(found.id)) return found;
      // What imports takes a URL, in which # and % mean something else than in a path.
      const id = kind === 'require-call' ? found.id : pathToFileURL(found.id).href;
      return { id, external: 'absolute' };
    },
    transform(code, id) {
      if (!code.includes('import.meta.url')) return null;
      return { code: code.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href)), map: null };
    },
  };
}

/** @param main absolute path of the module that begins @param dir of the files; made, and must not be there */
export async function bundleProgram(main: string, dir: string): Promise<void> {
  // Loaded where it is needed: most hosts find the program kept.
  const { rolldown } = await import('rolldown');
  await using build = await rolldown({
    input: main,
    platform: 'node',
    plugins: [inPlace(new InstalledPackages())],
    onLog: (level, log) => {
      if (level === 'warn') throw new Error(`${main} can't be bundled: ${log.message}`);
    },
  });
  const { output } = await build.generate({
    format: 'esm',
    entryFileNames: '[name].mjs',
    chunkFileNames: '[name]-[hash].mjs',
    // Names in stack traces stay; comments and unused code go.
    minify: 'dce-only',
  });
  await mkdir(dir);
  for (const file of output) {
    await writeFile(join(dir, file.fileName), file.type === 'chunk' ? file.code : file.source);
  }
}

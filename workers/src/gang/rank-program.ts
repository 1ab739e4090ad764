/**
 * Responsible for the program that a rank's process runs: its compiled modules and what they import, bundled into a few files. A rank
 * loads about a thousand modules otherwise, which takes almost three times as long.
 * Leaves to others: keeping it (kept-by-code.ts), running it (rank-process.ts).
 */
import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Digest } from '@espalier/domain';
import type { Settings } from '@espalier/settings';
import { digestOfJson } from '@espalier/store';
import type { Plugin } from 'rolldown';
import { InstalledPackages, isOwnPackage } from '../stages/installed-packages.js';
import { keptByCode } from '../stages/kept-by-code.js';

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
    async resolveId(source, importer) {
      const found = await this.resolve(source, importer, { skipSelf: true });
      if (found === null || found.external || !found.id.startsWith('/') || !isBound(found.id)) return found;
      return { id: found.id, external: 'absolute' };
    },
    transform(code, id) {
      if (!code.includes('import.meta.url')) return null;
      return { code: code.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href)), map: null };
    },
  };
}

/** Path of the program. @param code digest of the project's code */
export async function rankProgramPath(settings: Settings, code: Digest): Promise<string> {
  const main = realpathSync(fileURLToPath(new URL('./rank-main.js', import.meta.url)));
  // It names the files that it reads, so it belongs to one checkout.
  const folder = await keptByCode(settings, { code: digestOfJson([code, main]), name: 'rank' }, (dir) =>
    bundle(main, dir),
  );
  return join(folder, 'rank-main.mjs');
}

async function bundle(main: string, dir: string): Promise<void> {
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
  await build.write({
    dir,
    format: 'esm',
    entryFileNames: '[name].mjs',
    chunkFileNames: '[name]-[hash].mjs',
    // Names in stack traces stay; comments and unused code go.
    minify: 'dce-only',
  });
}

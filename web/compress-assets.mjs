/** Writes each built file that is text also as .gz and .br, so that the server compresses nothing while it answers. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';

const isText = /\.(js|css|html|svg)$/;

/** @returns {import('vite').Plugin} */
export function compressAssets() {
  let outDir = '';
  return {
    name: 'espalier-compress-assets',
    apply: 'build',
    configResolved: ({ root, build }) => {
      outDir = join(root, build.outDir);
    },
    closeBundle: async () => {
      const names = await readdir(outDir, { recursive: true });
      for (const name of names.filter((each) => isText.test(each))) {
        const path = join(outDir, name);
        const bytes = await readFile(path);
        await writeFile(`${path}.gz`, await promisify(gzip)(bytes, { level: 9 }));
        await writeFile(`${path}.br`, await promisify(brotliCompress)(bytes));
      }
    },
  };
}

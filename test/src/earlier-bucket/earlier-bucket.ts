/** Responsible for a bucket as the last version left it that kept parts in their attempts' folders (test/earlier-bucket/README.md). */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunReport } from '@espalier/domain';
import type { Store } from '@espalier/store';

const folder = fileURLToPath(new URL('../../earlier-bucket/', import.meta.url));

/** What that version's `show` told of its two runs, the older first; the second took all but `plan` and `publish` from the cache. */
export const shown: readonly RunReport[] = JSON.parse(readFileSync(join(folder, 'shown.json'), 'utf8'));

/** Puts its objects into an empty one. @returns their keys */
export async function putEarlierBucket(store: Store): Promise<string[]> {
  const dir = mkdtempSync(join(tmpdir(), 'espalier-earlier-bucket-'));
  try {
    execFileSync('tar', ['-xzf', join(folder, 'bucket.tar.gz'), '-C', dir]);
    const paths = readdirSync(dir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    return await Promise.all(
      paths.map(async (path) => {
        const key = relative(dir, path);
        await store.putBytes(key, readFileSync(path));
        return key;
      }),
    );
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Responsible for the workflows' code as one bundle, made once for each version of that code. */
import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Digest } from '@espalier/domain';
import type { Settings } from '@espalier/settings';
import { digestHex, digestOf, digestOfJson } from '@espalier/store';
import { bundleWorkflowCode } from '@temporalio/worker';

/** Path of the bundle; bundling takes seconds, so it is kept under the home folder by the code's digest. */
export async function workflowBundlePath(settings: Settings): Promise<string> {
  const workflowsPath = fileURLToPath(import.meta.resolve('@espalier/workflows/workflows'));
  const domainPath = fileURLToPath(import.meta.resolve('@espalier/domain'));
  const sdkPath = fileURLToPath(import.meta.resolve('@temporalio/workflow'));
  const digest = digestOfJson([
    await digestFolder(dirname(workflowsPath)),
    await digestFolder(dirname(domainPath)),
    await digestFolder(dirname(sdkPath)),
  ]);
  const folder = join(settings.homeDir, 'workflow-bundles');
  const path = join(folder, `${digestHex(digest)}.js`);
  if (await stat(path).catch(() => null)) return path;
  const { code } = await bundleWorkflowCode({ workflowsPath });
  await mkdir(folder, { recursive: true });
  await writeFile(`${path}.${process.pid}`, code);
  await rename(`${path}.${process.pid}`, path);
  return path;
}

/** Digest of each compiled file below a folder, by relative path. */
async function digestFolder(folder: string): Promise<Record<string, Digest>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.js'));
  const digests = await Promise.all(
    files.map(async (entry) => {
      const path = join(entry.parentPath, entry.name);
      return [relative(folder, path), digestOf(await readFile(path))] as const;
    }),
  );
  return Object.fromEntries(digests);
}

/** Responsible for the workflows' code as one bundle, made once for each version of that code. */
import { mkdir, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Settings } from '@espalier/settings';
import { digestHex, digestOfJson } from '@espalier/store';
import { bundleWorkflowCode } from '@temporalio/worker';
import { digestFolder } from '../stages/code-digests.js';

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

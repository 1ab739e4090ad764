/** Responsible for the workflows' code as one bundle, made once for each version of the project's code. */
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Digest } from '@espalier/domain';
import type { Settings } from '@espalier/settings';
import { keptByCode, refuseReplacedSince } from '../stages/kept-by-code.js';

/**
 * Path of the bundle; bundling takes seconds.
 * @param code digest of the project's code
 * @throws EspalierError `workflow.code-replaced`
 */
export function workflowBundlePath(settings: Settings, code: Digest): Promise<string> {
  return keptByCode(settings, { code, name: 'workflow-bundle.js' }, async (file) => {
    const { bundleWorkflowCode, DefaultLogger } = await import('@temporalio/worker');
    const workflowsPath = createRequire(import.meta.url).resolve('@espalier/workflows/workflows');
    const { code: text } = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('WARN') });
    await refuseReplacedSince(code);
    await writeFile(file, text);
  });
}

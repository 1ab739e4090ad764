/** Responsible for the workflows' code as one bundle, made once for each version of the project's code. */
import { fileURLToPath } from 'node:url';
import type { Digest } from '@espalier/domain';
import type { Settings } from '@espalier/settings';
import { bundleWorkflowCode } from '@temporalio/worker';
import { keptByCode } from '../stages/kept-by-code.js';

/** Path of the bundle; bundling takes seconds. @param code digest of the project's code */
export function workflowBundlePath(settings: Settings, code: Digest): Promise<string> {
  return keptByCode(settings, { code, name: 'workflow-bundle.js' }, async () => {
    const workflowsPath = fileURLToPath(import.meta.resolve('@espalier/workflows/workflows'));
    return (await bundleWorkflowCode({ workflowsPath })).code;
  });
}

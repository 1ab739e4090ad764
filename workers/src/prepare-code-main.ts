/** Makes what processes would otherwise make of the code when they start; does next to nothing where it is kept already. */
import { loadSettings } from '@espalier/settings';
import { workflowBundlePath } from './process/workflow-bundle.js';
import { readCodeDigests } from './stages/code-digests.js';
import { digestOfProject } from './stages/kept-by-code.js';

const settings = loadSettings();
const code = await digestOfProject();
await Promise.all([readCodeDigests(settings, code), workflowBundlePath(settings, code)]);

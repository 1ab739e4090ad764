/** A stack for registered models alone, since their tests free what no run of their own needs. */
import { afterAll, describe } from 'vitest';
import { stopSharedStack } from './shared-stack.js';

afterAll(stopSharedStack);

describe('registry', async () => void (await import('./model-registry-tests.js')));
// Of its versions.
describe('approvals', async () => void (await import('./model-approval-tests.js')));

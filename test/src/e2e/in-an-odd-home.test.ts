/** Nothing of a run minds what the stack's home folder is called: one module of tests after the other, on one such stack. */
import { afterAll, beforeAll, describe } from 'vitest';
import { sharedStack, stopSharedStack } from './shared-stack.js';

beforeAll(async () => {
  await sharedStack(String.raw` !"#$%&'()*+,-.:;<=>?@[\]^_{|}~ ä`);
});
afterAll(stopSharedStack);

// First, since it sees that there is no run and no bundle at all.
describe('bad input', async () => void (await import('./bad-input-tests.js')));
describe('warnings', async () => void (await import('./warnings-tests.js')));
describe('honest figures', async () => void (await import('./honest-figures-tests.js')));
describe('fuzz', async () => void (await import('./fuzz-tests.js')));

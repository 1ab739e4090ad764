/** What needs a stack, but none by itself: one module of tests after the other. */
import { afterAll, describe } from 'vitest';
import { stopSharedStack } from './shared-stack.js';

afterAll(stopSharedStack);

// First, since it counts what is cached and all that is freed.
describe('compare', async () => void (await import('./compare-tests.js')));
describe('source changes', async () => void (await import('./source-changes-tests.js')));
describe('feed example', async () => void (await import('./feed-example-tests.js')));
describe('runs ended outside', async () => void (await import('./runs-ended-outside-tests.js')));

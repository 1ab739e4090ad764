/** What a browser has to show, in a real one, on one stack: one module of tests after the other. */
import { afterAll, describe } from 'vitest';
import { stopSharedStack } from '../e2e/shared-stack.js';
import { closeBrowser } from './browser.js';

afterAll(async () => {
  await closeBrowser();
  await stopSharedStack();
});

describe('sessions', async () => void (await import('./session-tests.js')));
describe('sign in', async () => void (await import('./sign-in-tests.js')));

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
describe('a run', async () => void (await import('./run-tests.js')));
// Of what the runs before have left, one after the other.
describe('compared runs', async () => void (await import('./compared-runs-tests.js')));
describe('a model', async () => void (await import('./model-tests.js')));
describe('a schedule', async () => void (await import('./schedule-tests.js')));
describe('a start', async () => void (await import('./start-tests.js')));
describe('a pipeline', async () => void (await import('./pipeline-tests.js')));
describe('a viewer', async () => void (await import('./viewer-tests.js')));
describe('a telephone', async () => void (await import('./telephone-tests.js')));
describe('axe', async () => void (await import('./axe-tests.js')));
describe('Temporal is away', async () => void (await import('./temporal-away-tests.js')));

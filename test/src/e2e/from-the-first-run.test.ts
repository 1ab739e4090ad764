/** A stack from its very first run on: one module of tests after the other. */
import { afterAll, describe } from 'vitest';
import { stopSharedStack } from './shared-stack.js';

afterAll(stopSharedStack);

// First, since it sees that a run is the only one.
describe('server', async () => void (await import('./server-tests.js')));
describe('retries and tags', async () => void (await import('./retries-and-tags-tests.js')));
describe('registered pipelines', async () => void (await import('./registered-pipelines-tests.js')));
describe('backfills and schedules', async () => void (await import('./backfill-tests.js')));
describe('census', async () => void (await import('./census-tests.js')));
describe('plan of many files', async () => void (await import('./plan-of-many-files-tests.js')));

import type { Settings } from '@espalier/settings';
import { openTemporal } from '@espalier/temporal';
import type { Connection } from '@temporalio/client';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { doctor } from './doctor/doctor.js';
import { startTestServers, type TestServers } from './test-servers.js';
import { up } from './up.js';

let servers: TestServers;
let connection: Connection;
const namespace = 'default';
const keyword = 2;
const ours = ['EspalierPipeline', 'EspalierStatus', 'EspalierStage', 'EspalierRetryOf', 'EspalierTrigger'];

beforeAll(async () => {
  servers = await startTestServers({ parts: ['temporal', 'redis', 'bucket'] });
  connection = await openTemporal(servers.settings.temporal);
});

afterAll(async () => {
  await connection.close();
  await servers[Symbol.asyncDispose]();
});

const registered = async () =>
  (await connection.operatorService.listSearchAttributes({ namespace })).customAttributes;
const remove = (names: readonly string[]) =>
  connection.operatorService.removeSearchAttributes({ namespace, searchAttributes: [...names] });
const add = (searchAttributes: Record<string, number>) =>
  connection.operatorService.addSearchAttributes({ namespace, searchAttributes });

afterEach(async () => {
  await remove(Object.keys((await registered()) ?? {}));
});

/** What `up` and `doctor` say of this Temporal. */
async function verdicts(settings: Settings) {
  const refusal: unknown = await up({ settings, processes: () => [] }).then(
    () => null,
    (error: unknown) => error,
  );
  const check = (await doctor(settings)).find(({ name }) => name === 'search attributes');
  return { refusal, check };
}

test('an attribute with another type is refused by `up` and named by `doctor`, with both types', async () => {
  await remove(ours);
  await add({ EspalierPipeline: 3, EspalierStatus: 1 });
  const { refusal, check } = await verdicts(servers.settings);
  expect(refusal).toMatchObject({ code: 'stack.search-attribute-type' });
  for (const message of [(refusal as Error).message, check?.message]) {
    expect(message).toContain('EspalierPipeline is Int and has to be Keyword');
    expect(message).toContain('EspalierStatus is Text and has to be Keyword');
  }
  expect(check?.fix).toContain('ESPALIER_TEMPORAL_NAMESPACE');
});

test('a namespace without room is refused by `up` with the names, the type and the limit', async () => {
  const others = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`Other${index}`, keyword]));
  await add(others);
  const { refusal, check } = await verdicts(servers.settings);
  expect(refusal).toMatchObject({ code: 'stack.search-attribute-limit' });
  expect((refusal as Error).message).toContain('EspalierPipeline (Keyword)');
  expect((refusal as Error).message).toContain('cannot have more than 10');
  expect(check).toMatchObject({ ok: false, message: expect.stringContaining('EspalierPipeline (Keyword)') });
});

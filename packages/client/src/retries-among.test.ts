import { startTestServers } from '@espalier/stack';
import { connectTemporal, startRun } from '@espalier/triggers';
import { expect, it } from 'vitest';
import { smallRun } from './fixtures/small-run.js';
import { retriesAmong } from './retries-among.js';

it('retries of a run are told the oldest first, in whatever order Temporal lists them', async () => {
  await using servers = await startTestServers({ parts: ['temporal'] });
  const temporal = await connectTemporal(servers.settings);
  const of = 'census-20261128-110000-aaaa';
  const retry = { runId: of, from: 'train', plan: null };
  const ids = ['130000', '120000', '140000'].map((time) => `census-20261128-${time}-bbbb`);
  for (const id of ids) await startRun(servers.settings, temporal, { ...smallRun(id), retry }, []);
  // Temporal lists a run some moments after it was started.
  await expect.poll(async () => (await retriesAmong(temporal, [of])).get(of)).toEqual([...ids].sort());
  const among = await retriesAmong(temporal, ['census-20261128-100000-cccc', of, ...ids]);
  expect([...among]).toEqual([[of, [...ids].sort()]]);
  await temporal.connection.close();
});

/** What is kept of sign-ins goes once it is good for nothing. */
import { startTestServers } from '@espalier/stack';
import { createStore } from '@espalier/store';
import { expect, it } from 'vitest';
import { ExpirySweep } from './expiry-sweep.js';

it('removes what was last written too long ago, and nothing else', async () => {
  await using servers = await startTestServers({ parts: ['bucket'] });
  const store = createStore(servers.settings.s3);
  const keys = async () => (await store.list('')).map(({ key }) => key);
  await store.putJson('access/sessions/a.json', {});
  await store.putJson('access/tokens/a.json', {});
  const sweep = new ExpirySweep(store, 'access/sessions/', 3_600_000);
  await sweep.sweep(Date.now() + 3_600_000);
  expect(await keys()).toEqual(['access/sessions/a.json', 'access/tokens/a.json']);
  sweep.whenDue(Date.now() + 2 * 3_600_000);
  await expect.poll(keys).toEqual(['access/tokens/a.json']);
  // Once an hour, whoever signs in.
  await store.putJson('access/sessions/b.json', {});
  sweep.whenDue(Date.now() + 2.5 * 3_600_000);
  await store.putJson('access/sessions/c.json', {});
  expect(await keys()).toContain('access/sessions/b.json');
  store.close();
});

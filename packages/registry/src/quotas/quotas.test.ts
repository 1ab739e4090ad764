/** Limits of teams, changed one by one and by several at once. */
import { startTestServers, type TestServers } from '@espalier/stack';
import { createStore, type Store } from '@espalier/store';
import { afterAll, expect, it } from 'vitest';
import { changeQuota, readQuota, setQuota } from './quotas.js';

const servers: TestServers = await startTestServers({ parts: ['bucket'] });
const store: Store = createStore(servers.settings.s3);

afterAll(async () => {
  store.close();
  await servers[Symbol.asyncDispose]();
});

it('a limit that is not named stays, whoever changes the other', async () => {
  await setQuota(store, { team: 'ranking', slots: { encoder: 4, trainer: 8 }, by: 'ana' });
  await changeQuota(store, { team: 'ranking', slots: { trainer: 12 }, by: 'ben' });
  expect(await readQuota(store, 'ranking')).toMatchObject({ slots: { encoder: 4, trainer: 12 }, by: 'ben' });
  await changeQuota(store, { team: 'ranking', slots: { encoder: null }, by: 'ben' });
  expect((await readQuota(store, 'ranking'))?.slots).toEqual({ trainer: 12 });
  await expect(
    changeQuota(store, { team: 'ranking', slots: { trainer: null }, by: 'ben' }),
  ).rejects.toMatchObject({ code: 'registry.bad-quota' });
  expect((await readQuota(store, 'ranking'))?.slots).toEqual({ trainer: 12 });
});

it('of two changes at once none is lost, the first of a team neither', async () => {
  for (let round = 0; round < 10; round += 1) {
    const team = `team-${round}`;
    await Promise.all([
      changeQuota(store, { team, slots: { encoder: round }, by: 'ana' }),
      changeQuota(store, { team, slots: { trainer: round + 1 }, by: 'ben' }),
    ]);
    expect((await readQuota(store, team))?.slots).toEqual({ encoder: round, trainer: round + 1 });
  }
});

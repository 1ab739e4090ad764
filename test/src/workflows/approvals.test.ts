/** Versions that wait for a person, by the model's real workflow and its real activities. */
import type { ApprovalDeadline, ModelAnswer, ModelRequest } from '@espalier/domain';
import { readChanges } from '@espalier/registry';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { registrationOf } from '../promotions/register-versions.js';
import { type Registration, ServedModels } from './served-models.js';

let models: ServedModels;

beforeAll(async () => {
  models = await ServedModels.start();
});
afterAll(async () => {
  await models?.[Symbol.asyncDispose]();
});
beforeEach(() => {
  models.replays = {};
});

const ask = (model: string, request: ModelRequest) => models.ask(model, request);
/** Registers a version that waits for two days. */
const register = async (
  model: string,
  otherwise: ApprovalDeadline['otherwise'],
  compared: { readonly comparedWith?: number | null } = {},
): Promise<ModelAnswer> =>
  models.register(model, { approval: await models.deadline(2, otherwise), ...compared });
const stateOf = (model: string) => models.state(model);
const historyOf = (model: string) => models.history(model);
const asked = { by: 'ada', reason: 'looks right' };

test('nobody approves it in time: what is declared happens, and the history says so', async () => {
  await register('strict', 'reject');
  await register('lenient', 'promote');
  expect((await stateOf('strict')).awaiting).toMatchObject([{ version: 1, otherwise: 'reject' }]);
  await models.env.sleep('47 hours');
  expect((await stateOf('strict')).awaiting).toHaveLength(1);
  await models.env.sleep('2 hours');
  expect(await stateOf('strict')).toMatchObject({ awaiting: [], rejected: [1], champion: null });
  expect(await stateOf('lenient')).toMatchObject({ awaiting: [], champion: 1, challenger: null });
  for (const [model, action] of [
    ['strict', 'reject'],
    ['lenient', 'promote'],
  ] as const) {
    const [, last] = await historyOf(model);
    expect(last).toMatch(new RegExp(`^${action} 1 by deadline: nobody had approved it by 20\\d\\d-`));
    const [change] = await readChanges(models.store, await stateOf(model), { limit: 1 });
    expect(change).toMatchObject({ isExpiry: true });
  }
});

test("a person's word makes it the champion, and its deadline is none any more", async () => {
  await register('approved', 'reject');
  await models.env.sleep('1 hour');
  const answer = await ask('approved', { ...asked, action: 'approve', version: 1 });
  expect(answer).toMatchObject({
    ...{ change: 3, before: { champion: null }, after: { champion: 1 } },
    replay: { outcome: 'none' },
  });
  await models.env.sleep('3 days');
  expect(await historyOf('approved')).toEqual([
    expect.stringMatching(/^register 1 /),
    'approve 1 by ada: looks right',
    'promote 1 by ada: looks right',
  ]);
});

test('each version has a deadline of its own, and a newer champion ends that of older ones', async () => {
  await register('daily', 'promote');
  await models.env.sleep('1 day');
  await register('daily', 'promote');
  expect((await stateOf('daily')).awaiting?.map(({ version }) => version)).toEqual([1, 2]);
  await models.env.sleep('25 hours');
  expect(await stateOf('daily')).toMatchObject({ champion: 1, awaiting: [{ version: 2 }] });
  await models.env.sleep('1 day');
  expect(await stateOf('daily')).toMatchObject({ champion: 2, previous: 1, awaiting: [] });
  await register('daily', 'promote');
  await register('daily', 'reject');
  await ask('daily', { ...asked, action: 'approve', version: 4 });
  await models.env.sleep('3 days');
  expect(await stateOf('daily')).toMatchObject({ champion: 4, awaiting: [] });
});

test('nothing is promoted at a deadline that gates or golden rows say nothing for', async () => {
  await register('moved', 'promote', { comparedWith: null });
  await ask('moved', await registrationOf(models.store, { model: 'moved', run: 'other' }));
  await ask('moved', await registrationOf(models.store, { model: 'moved', run: 'another' }));
  await register('moved', 'promote', { comparedWith: 7 });
  await models.env.sleep('3 days');
  // The champion that version 4 was compared with is not there; version 1's is: none.
  expect(await stateOf('moved')).toMatchObject({ champion: 1, rejected: [4], awaiting: [] });
  models.replays = { 1: { outcome: 'differs', why: 'Row 7 is another.' } };
  await register('unlike', 'promote');
  await models.env.sleep('3 days');
  expect(await historyOf('unlike')).toEqual([
    expect.stringMatching(/^register 1 /),
    expect.stringMatching(/^reject 1 by deadline: .*Version 1 of unlike does not become the champion: Row 7/),
  ]);
});

test('what could not be tried at a deadline is tried again, and nobody else waits for it', async () => {
  models.replays = { 1: { outcome: 'undone', why: 'The scorer is away.' } };
  await register('away', 'promote');
  // Between two tries, as in promotions-by-themselves.test.ts.
  await models.env.sleep('2945 minutes');
  expect(await stateOf('away')).toMatchObject({ champion: null, awaiting: [{ version: 1 }] });
  await ask('away', await registrationOf(models.store, { model: 'away', run: 'meanwhile' }));
  models.replays = {};
  await models.env.sleep('11 minutes');
  expect(await stateOf('away')).toMatchObject({ champion: 1, awaiting: [] });
});

test('golden rows that differ refuse promotion, approval and rollback, and an automatic promotion is none', async () => {
  const plain = async (run: string, gates: 'none' | 'passed') => {
    const request: Registration = await registrationOf(models.store, { model: 'golden', run, gates });
    const promote = gates === 'passed';
    return ask('golden', { ...request, registration: { ...request.registration, promote } });
  };
  const refused = (request: ModelRequest) =>
    expect(ask('golden', request)).rejects.toMatchObject({ cause: { type: 'registry.replay-differs' } });
  await plain('a', 'none');
  await plain('b', 'none');
  await ask('golden', { ...asked, action: 'promote', version: 1 });
  await ask('golden', { ...asked, action: 'promote', version: 2 });
  models.replays = {
    1: { outcome: 'differs', why: 'Row 7 is another.' },
    3: { outcome: 'differs', why: 'So is 9.' },
  };
  await refused({ ...asked, action: 'promote', version: 1 });
  await refused({ ...asked, action: 'rollback' });
  expect(await plain('c', 'passed')).toMatchObject({
    ...{ version: 3, after: { champion: 2, challenger: 3 } },
    unpromoted: 'Version 3 of golden does not become the champion: So is 9.',
  });
  models.replays = { 1: { outcome: 'undone', why: 'The scorer is away.' } };
  const again = await ask('golden', { ...asked, action: 'rollback' });
  expect(again).toMatchObject({ after: { champion: 1 }, replay: { outcome: 'undone' } });
  await register('waits', 'reject');
  models.replays = { 1: { outcome: 'differs', why: 'Row 7 is another.' } };
  await expect(ask('waits', { ...asked, action: 'approve', version: 1 })).rejects.toMatchObject({
    cause: { type: 'registry.replay-differs' },
  });
  expect(await stateOf('waits')).toMatchObject({ approved: [], champion: null, awaiting: [{ version: 1 }] });
});

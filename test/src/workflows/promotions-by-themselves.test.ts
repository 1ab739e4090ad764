/** Versions that become the champion by nobody's word, or by somebody's against what golden rows say; by the model's real workflow and activities. */
import type { SourcePartition } from '@espalier/domain';
import { readChanges } from '@espalier/registry';
import { digestOf } from '@espalier/store';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ServedModels } from './served-models.js';

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

const asked = { by: 'ada', reason: 'looks right' };
const of = (label: string): readonly SourcePartition[] => [
  { split: 'eval', label, files: 1, rows: 1, sizeBytes: 1, digest: digestOf(label) },
];
/** Waits for two days, and becomes the champion then. */
const waits = async (model: string, label: string) =>
  models.register(model, { approval: await models.deadline(2, 'promote') }, of(label));
const promote = (model: string, version: number, despiteReplay = false) =>
  models.ask(model, { ...asked, action: 'promote', version, despiteReplay });
const last = async (model: string) => (await models.history(model)).at(-1);

test('a deadline promotes nothing over newer data than its version has seen', async () => {
  await waits('late', '2026-03-04');
  await waits('late', '2026-03-02');
  await models.env.sleep('49 hours');
  expect(await models.state('late')).toMatchObject({ champion: 1, rejected: [2], awaiting: [] });
  expect(await last('late')).toMatch(
    /^reject 2 by deadline: nobody had approved it by .*: Version 2 of late does not become the champion by itself: its newest data is of 2026-03-02, and version 1, the champion, has seen 2026-03-04/,
  );
});

test('a deadline goes over no rollback, nor over another way back to an older champion', async () => {
  for (const label of ['2026-03-01', '2026-03-02', '2026-03-03'])
    await models.register('turned', {}, of(label));
  await promote('turned', 2);
  await promote('turned', 3);
  await waits('turned', '2026-03-04');
  await models.ask('turned', { ...asked, action: 'rollback' });
  await waits('turned', '2026-03-05');
  await promote('turned', 1);
  await waits('turned', '2026-03-06');
  await models.env.sleep('3 days');
  expect(await models.state('turned')).toMatchObject({ champion: 6, previous: 1, rejected: [4, 5] });
  expect((await models.history('turned')).filter((line) => line.startsWith('reject'))).toEqual(
    [9, 9].map((change) =>
      expect.stringMatching(new RegExp(`and change ${change} has gone back to an older champion meanwhile$`)),
    ),
  );
});

test('of two runs that end at once, the one of older data does not stay the champion', async () => {
  // Each was registered as newer than the champion that it knew.
  await models.register('raced', { promote: true }, of('2026-03-04'));
  const answer = await models.register('raced', { promote: true }, of('2026-03-03'));
  expect(answer).toMatchObject({ version: 2, after: { champion: 1, challenger: 2 } });
  expect(answer.unpromoted).toContain('has seen 2026-03-04');
  expect(await models.history('raced')).toEqual([
    expect.stringMatching(/^register 1 /),
    expect.stringMatching(/^promote 1 by run raced-\d+: all gates let it pass$/),
    expect.stringMatching(/^register 2 /),
    expect.stringMatching(/^pass-over 2 by run raced-\d+: Version 2 of raced does not become the champion/),
  ]);
  // A person may.
  await promote('raced', 2);
  expect(await models.state('raced')).toMatchObject({ champion: 2 });
});

test('of two runs whose gates knew one champion, the one that comes second stays the challenger, and people are told', async () => {
  await models.register('met', { promote: true });
  await models.register('met', { promote: true, comparedWith: 1 });
  const { unpromoted } = await models.register('met', { promote: true, comparedWith: 1 });
  const why = 'its gates compared it with version 1, and the champion is version 2 now';
  expect(unpromoted).toContain(why);
  expect(await last('met')).toMatch(
    /^pass-over 3 by run met-\d+: Version 3 of met does not become the champion/,
  );
  expect(await last('met')).toContain(why);
  expect(await models.state('met')).toMatchObject({ champion: 2, challenger: 3, held: [] });
  expect((await models.told('met')).filter((line) => line.startsWith('model.gated'))).toEqual([
    'model.gated: met@3 was to become the champion by itself, and did not',
  ]);
});

test("a run's own promotion that golden rows refuse stands in the history, and people are told", async () => {
  models.replays = { 1: { outcome: 'differs', why: 'Row 7 is another.' } };
  const { unpromoted } = await models.register('refused', { promote: true });
  expect(unpromoted).toContain('Row 7 is another.');
  expect(await last('refused')).toMatch(/^pass-over 1 by run .*Row 7 is another\.$/);
  expect(await models.state('refused')).toMatchObject({ champion: null, challenger: 1, held: [] });
  expect(await models.told('refused')).toEqual([
    'model.gated: refused@1 was to become the champion by itself, and did not',
  ]);
});

test('a deadline that golden rows stand in the way of is told once, and a person has the way out', async () => {
  models.replays = { 1: { outcome: 'undone', why: 'They are gone.' } };
  await waits('gone', '2026-03-04');
  // Two hours past it, between two of the tries ten minutes apart: the test server loses a workflow's task that cancels a timer just as that fires.
  await models.env.sleep('3005 minutes');
  expect(await models.state('gone')).toMatchObject({ champion: null, awaiting: [{ version: 1 }] });
  expect(await models.told('gone')).toEqual([
    'model.approval-expired: gone@1 was not approved in time, and could not be promoted yet',
    expect.stringMatching(/^model.awaits-approval/),
  ]);
  await expect(promote('gone', 1)).rejects.toMatchObject({ cause: { type: 'registry.replay-failed' } });
  // Nobody could look at its bundle either: no word is taken for it.
  await expect(promote('gone', 1, true)).rejects.toMatchObject({ cause: { type: 'registry.replay-failed' } });
  models.replays = { 1: { outcome: 'undone', why: 'They are gone.', isWhole: true } };
  await promote('gone', 1, true);
  expect(await models.state('gone')).toMatchObject({ champion: 1, awaiting: [] });
  const [change] = await readChanges(models.store, await models.state('gone'), { limit: 1 });
  expect(change).toMatchObject({
    ...{ ...asked, action: 'promote', despiteReplay: true },
    replay: { outcome: 'undone', why: 'They are gone.', isWhole: true },
  });
});

test('a rollback goes to what differs by rounding where a person says so, and never to a bundle that is damaged', async () => {
  await models.register('rounded');
  await models.register('rounded');
  await promote('rounded', 1);
  await promote('rounded', 2);
  const rollback = (despiteReplay: boolean) =>
    models.ask('rounded', { ...asked, action: 'rollback', despiteReplay });
  const refused = { cause: { type: 'registry.replay-differs' } };
  models.replays = { 1: { outcome: 'differs', why: 'A part is another.', isUnusable: true } };
  await expect(rollback(true)).rejects.toMatchObject(refused);
  models.replays = { 1: { outcome: 'differs', why: 'By the last bit.' } };
  await expect(rollback(false)).rejects.toMatchObject(refused);
  expect(await rollback(true)).toMatchObject({ after: { champion: 1 }, replay: { outcome: 'differs' } });
});

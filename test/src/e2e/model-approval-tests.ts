/** What must be before a version serves: a person's word where one was asked for, and a bundle that scores as it did when it was registered. */
import type { ModelChange, RunReport } from '@espalier/domain';
import { loadSettings } from '@espalier/settings';
import { createStore } from '@espalier/store';
import { beforeAll, expect, test } from 'vitest';
import { type ShownVersion, writeDailyPipeline } from './daily-log.js';
import type { OwnStack } from './own-stack.js';
import { refusal } from './refusal.js';
import { sharedStack } from './shared-stack.js';

let stack: OwnStack;
let path: string;

beforeAll(async () => {
  stack = await sharedStack();
  path = await writeDailyPipeline(stack);
});

const run = (...args: string[]) => stack.espalier(...args);
const show = (name: string) => stack.json<ShownVersion>('model', 'show', name);
const train = (day: string, ...args: string[]) =>
  stack.json<RunReport>('run', path, '--wait', '--for', day, ...args);

test('a version waits for a person, whose word makes it the champion', async () => {
  const waiting = 'publish={ model: awaited, promote: after-approval, approval: { within: 2d } }';
  await train('2026-03-03', '--set', waiting);
  expect((await run('model', 'show', 'awaited@1')).stdout).toMatch(
    /waits for approval until .* \(4\d:\d\d:\d\d h left\); otherwise it is rejected/,
  );
  expect((await run('models')).stdout).toMatch(/awaited .* 1 \(4\d:\d\d:\d\d h left\)/);
  expect((await run('model', 'approve', 'awaited', '--reason', 'looked at it')).stdout).toMatch(
    /^Version 1 is approved, and the champion of awaited now\. Its 64 golden rows score as they did\./,
  );
  const { changes } = await stack.json<{ changes: ModelChange[] }>('model', 'history', 'awaited');
  const told = changes.map(({ action, reason, replay }) => `${action} ${reason} ${replay?.outcome}`);
  expect(told.slice(0, 2)).toEqual(['promote looked at it same', 'approve looked at it undefined']);
});

test('a run for an older day than the champion has seen promotes nothing, whatever its gates say', async () => {
  const promoting =
    'publish={ model: ordered, promote: when-gates-pass, gates: [{ figure: positives, atLeast: 1 }] }';
  for (const day of ['2026-03-04', '2026-03-03']) await train(day, '--set', promoting);
  const { aliases, made } = await show('ordered@2');
  expect(aliases).toMatchObject({ champion: 1, challenger: 2 });
  expect(made.verdicts.filter(({ passed }) => !passed)).toEqual([
    {
      ...{ gate: 'newest data', task: null, passed: false },
      because: 'its newest data is of 2026-03-03, and version 1, the champion, has seen 2026-03-04',
    },
  ]);
});

test('a bundle of which a part is another one becomes no champion, by a promotion or by a rollback', async () => {
  const promoted = await run('model', 'promote', 'home-feed@1', '--reason', 'older');
  expect(promoted.stdout).toContain('Its 64 golden rows score as they did.');
  const store = createStore(loadSettings({ ESPALIER_HOME: stack.homeDir }).s3);
  const { made } = await show('home-feed@2');
  const prefix = made.bundle.uri.slice(store.uri('').length);
  const parts = (await store.list(`${prefix}/`)).map(({ key }) => key);
  const part = parts.find((key) => key.endsWith('conversion.ubj')) ?? '';
  await store.putBytes(part, new TextEncoder().encode('the forest of another model'));
  store.close();
  for (const asked of [
    'promote home-feed@2',
    'rollback home-feed',
    'rollback home-feed --despite-replay so',
  ]) {
    const refused = await refusal(2, run, ['model', ...asked.split(' ')]);
    expect(refused).toMatchObject({ code: 'registry.replay-differs' });
    expect(refused.message).toContain('conversion.ubj');
  }
});

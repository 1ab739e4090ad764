import type { WatchPoint } from '@espalier/domain';
import { expect, it } from 'vitest';
import { championDrifted, driftOver } from './drift-words.js';

const digest = `sha256:${'a'.repeat(64)}` as const;
const verdict = (task: string, drifted: boolean) => ({
  ...{ task, figure: 'auc', drifted, because: `auc of ${task} is low.`, worseBy: 0.1, pValue: 0.001 },
});
const point: WatchPoint = {
  ...{ model: 'home', pipeline: 'feed', run: 'feed-1', partition: '2026-01-16', content: digest, version: 3 },
  ...{
    at: '2026-01-17T06:00:00.000Z',
    bundle: digest,
    rows: 9,
    cluster: null,
    estimates: {},
    reference: null,
  },
  ...{ verdicts: [verdict('click', true), verdict('like', false)], drifted: true },
};

it('a champion that got worse is told with the figures that did, once for each content', () => {
  const told = championDrifted(point);
  expect(told).toMatchObject({
    ...{ type: 'model.drifted', model: 'home', pipeline: 'feed', runId: 'feed-1', at: point.at },
    title: 'home@3, the champion, is worse on 2026-01-16 than it was',
    text: 'auc of click is low.\nespalier model watch home',
  });
  expect(championDrifted({ ...point, run: 'feed-2' }).id).toBe(told.id);
  expect(championDrifted({ ...point, content: `sha256:${'b'.repeat(64)}` }).id).not.toBe(told.id);
});

it('of many figures the first ones say it', () => {
  const verdicts = Array.from({ length: 64 }, (_, task) => verdict(`t${task}`, true));
  expect(championDrifted({ ...point, verdicts }).text).toContain('And 54 more.');
});

it('that it is over names the partition before', () => {
  const before = { ...point, partition: '2026-01-15', version: 2 };
  expect(driftOver({ ...point, drifted: false, verdicts: [] }, before)).toMatchObject({
    ...{ type: 'over', id: `${championDrifted(point).id}/over` },
    title: 'home@3, the champion, is not shown to be worse on 2026-01-16',
    text: 'On 2026-01-15 home@2 was.\nespalier model watch home',
  });
});

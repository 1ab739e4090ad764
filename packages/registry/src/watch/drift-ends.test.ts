import type { WatchPoint } from '@espalier/domain';
import { expect, it } from 'vitest';
import { driftThatEnds } from './drift-ends.js';

const digest = `sha256:${'a'.repeat(64)}` as const;
type Judged = 'worse' | 'fine' | 'unjudged';

/** Of a day, with what was said of the tasks' AUC. */
function point(day: number, tasks: Readonly<Record<string, Judged>>): WatchPoint {
  const verdicts = Object.entries(tasks).map(([task, judged]) => ({
    ...{ task, figure: 'auc', drifted: judged === 'worse', because: '', worseBy: 0 },
    pValue: judged === 'unjudged' ? null : 0.5,
  }));
  const partition = `2026-01-0${day}`;
  return {
    ...{ model: 'home', pipeline: 'feed', run: 'feed-1', partition, content: digest, version: 3 },
    ...{ at: partition, bundle: digest, rows: 9, cluster: null, estimates: {}, reference: null, verdicts },
    drifted: verdicts.some(({ drifted }) => drifted),
  };
}

const days = (all: readonly Readonly<Record<string, Judged>>[]) =>
  all.map((tasks, index) => point(index + 1, tasks));

it.each<[string, readonly Readonly<Record<string, Judged>>[], number | null]>([
  ['the next day is judged', [{ click: 'worse' }, { click: 'fine' }], 1],
  ['nothing was told', [{ click: 'fine' }, { click: 'fine' }], null],
  ['the first day', [{ click: 'fine' }], null],
  ['it was told to be over before', [{ click: 'worse' }, { click: 'fine' }, { click: 'fine' }], null],
  ['the day is not judged', [{ click: 'worse' }, { click: 'unjudged' }], null],
  ['a day in between was not judged', [{ click: 'worse' }, { click: 'unjudged' }, { click: 'fine' }], 1],
  ['a day in between had no figures', [{ click: 'worse' }, {}, {}, { click: 'fine' }], 1],
  ['it is still worse', [{ click: 'worse' }, { click: 'unjudged' }, { click: 'worse' }], null],
  [
    'figures recover on days of their own',
    [
      { click: 'worse', like: 'worse' },
      { click: 'fine', like: 'unjudged' },
      { click: 'unjudged', like: 'fine' },
    ],
    1,
  ],
  [
    'one recovers and another gets worse',
    [
      { click: 'worse', like: 'fine' },
      { click: 'fine', like: 'worse' },
    ],
    null,
  ],
  [
    'what was told on two days ends on a third',
    [
      { click: 'worse', like: 'fine' },
      { click: 'unjudged', like: 'worse' },
      { click: 'fine', like: 'fine' },
    ],
    2,
  ],
])('%s', (_, all, day) => {
  const points = days(all);
  const [last, before] = [points.at(-1) as WatchPoint, points.slice(0, -1)];
  expect(driftThatEnds(before, last)?.partition ?? null).toBe(day === null ? null : `2026-01-0${day}`);
});

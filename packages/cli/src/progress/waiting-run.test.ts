import { stripVTControlCharacters } from 'node:util';
import type { RunSnapshot } from '@espalier/client';
import { expect, it } from 'vitest';
import { ProgressLines } from './progress-lines.js';
import { runView } from './run-view.js';

const nowMs = 1_700_000_000_000;

function waiting(...waitingFor: readonly string[]): RunSnapshot {
  const progress: RunSnapshot['progress'] = {
    ...{ runId: 'census-1', pipeline: 'census', status: 'running', stages: [], error: null },
    ...(waitingFor.length === 0 ? {} : { waitingFor }),
  };
  return { progress, activities: [] };
}

it('a run that waits for its turn says behind which others, once', () => {
  const text = 'waits for its turn behind census-a, census-b and 1 more';
  const three = waiting('census-a', 'census-b', 'census-c');
  const view = stripVTControlCharacters(runView(three, { nowMs, width: 100 }));
  expect(view.split('\n').map((line) => line.trim())).toContain(text);
  const lines = new ProgressLines();
  const told = [three, three, waiting('census-c'), waiting()].map((each) => lines.next(each, nowMs));
  expect(told).toEqual([[text], [], ['waits for its turn behind census-c'], []]);
});

import type { RunGlance } from '@espalier/client';
import { expect, test } from 'vitest';
import { mostGlanced, RunGlances } from './run-glances.js';

const glanceOf = (runId: string, status: RunGlance['status']): RunGlance => ({
  ...{ runId, status, stages: [], activities: [], waitingFor: [], error: null },
});

test('each run is asked once, whoever looks; one that has ended never again', async () => {
  const asked: string[] = [];
  const glances = new RunGlances({
    glance: async (runId) => {
      asked.push(runId);
      return glanceOf(runId, runId.startsWith('failed') ? 'failed' : 'running');
    },
  });
  const runs = [
    { runId: 'failed-1', status: 'failed' as const },
    { runId: 'running-1', status: 'running' as const },
    { runId: 'succeeded-1', status: 'succeeded' as const },
  ];
  const [first, second] = await Promise.all([glances.of(runs), glances.of(runs)]);
  expect([...first.keys()]).toEqual(['failed-1', 'running-1']);
  expect(second).toEqual(first);
  await glances.of(runs);
  expect(asked.sort()).toEqual(['failed-1', 'running-1']);
});

test('a list is not held up by runs that do not answer, nor broken by one that nobody knows', async () => {
  const glances = new RunGlances({
    glance: (runId) =>
      runId === 'silent'
        ? new Promise(() => undefined)
        : runId === 'gone'
          ? Promise.reject(new Error('gone'))
          : Promise.resolve(glanceOf(runId, 'running')),
  });
  const runs = ['silent', 'gone', 'well'].map((runId) => ({ runId, status: 'running' as const }));
  expect([...(await glances.of(runs)).keys()]).toEqual(['well']);
});

test('of a long list no more are asked than are told', async () => {
  let asked = 0;
  const glances = new RunGlances({
    glance: async (runId) => {
      asked += 1;
      return glanceOf(runId, 'running');
    },
  });
  const runs = Array.from({ length: 300 }, (_, at) => ({ runId: `run-${at}`, status: 'running' as const }));
  expect((await glances.of(runs)).size).toBe(mostGlanced);
  expect(asked).toBe(mostGlanced);
});

test('what was known of a run that went on is not told of its end', async () => {
  const glances = new RunGlances({ glance: async (runId) => glanceOf(runId, 'running') });
  await glances.of([{ runId: 'a', status: 'running' }]);
  expect((await glances.of([{ runId: 'a', status: 'failed' }])).size).toBe(0);
});

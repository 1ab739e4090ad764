import { expect, test } from 'vitest';
import { graphOfTraining, trainGraph, trainStages } from './train-graph.js';
import { checkGraph } from './walk-graph.js';

test('a run whose gates do not ask for the champion has the graph that it always had', () => {
  const graph = graphOfTraining({ facesChampion: false });
  expect(graph).toEqual(trainGraph);
  expect(graph.map(({ id }) => id)).toEqual(trainStages);
  expect(Object.keys(graph.at(-1)?.inputs ?? {})).toEqual(['extract', 'fit-encoder', 'train', 'evaluate']);
});

test('the champion is looked for once there is something to compare it with, and faced before anything is published', () => {
  const graph = graphOfTraining({ facesChampion: true });
  expect(() => checkGraph(graph)).not.toThrow();
  expect(graph.slice(-4).map(({ id }) => id)).toEqual(['evaluate', 'find-champion', 'challenge', 'publish']);
  expect(graph.slice(0, -3)).toEqual(trainGraph.slice(0, -1));
  const inputs = Object.fromEntries(graph.map(({ id, inputs: read }) => [id, Object.keys(read)]));
  expect(inputs['find-champion']).toContain('evaluate');
  expect(inputs.challenge).toContain('find-champion');
  expect(inputs.publish).toEqual(expect.arrayContaining(['find-champion', 'challenge']));
});

test.each([false, true])(
  'the newest data is checked beside what its rows are read for, and publishing waits for it (champion faced: %s)',
  (facesChampion) => {
    const graph = graphOfTraining({ facesChampion, checksData: true });
    expect(() => checkGraph(graph)).not.toThrow();
    const without = graphOfTraining({ facesChampion });
    const inputs = Object.fromEntries(graph.map(({ id, inputs: read }) => [id, Object.keys(read)]));
    expect(inputs.check).toEqual(['plan', 'extract']);
    expect(inputs.publish).toContain('check');
    const [last, ...others] = [...graph].filter(({ id }) => id !== 'check').reverse();
    expect(others.reverse()).toEqual(without.slice(0, -1));
    expect(last?.id).toBe('publish');
  },
);

test.each([{}, { facesChampion: true }, { checksData: true }, { facesChampion: true, checksData: true }])(
  'the champion is watched before anything is trained or judged, and nothing reads what that leaves: %j',
  (asked) => {
    const graph = graphOfTraining({ ...asked, watchesChampion: true });
    expect(() => checkGraph(graph)).not.toThrow();
    const watch = graph.find(({ id }) => id === 'watch');
    expect(watch).toMatchObject({ inputs: { plan: 'plan' }, mayFail: true });
    const others = graph.filter(({ id }) => id !== 'watch');
    expect(others.map(({ after: _order, ...instance }) => instance)).toEqual(graphOfTraining(asked));
    const waiting = others.filter(({ after }) => after?.includes('watch')).map(({ id }) => id);
    expect(waiting).toEqual('checksData' in asked ? ['check', 'fit-encoder'] : ['fit-encoder']);
  },
);

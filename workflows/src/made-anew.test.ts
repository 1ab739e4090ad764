import { expect, it } from 'vitest';
import { madeAnew } from './made-anew.js';
import { graphOfTraining, trainGraph } from './train-graph.js';

it.each([
  ['plan', ['plan', 'extract', 'fit-encoder', 'encode', 'train', 'evaluate', 'publish']],
  ['encode', ['encode', 'train', 'evaluate', 'publish']],
  ['train', ['train', 'evaluate', 'publish']],
  ['publish', ['publish']],
  ['nothing', []],
])('from %s on', (from, anew) => {
  expect([...madeAnew(trainGraph, from)]).toEqual(anew);
});

it('only what reads it, where stages stand beside each other', () => {
  const graph = graphOfTraining({ facesChampion: true, checksData: true });
  expect([...madeAnew(graph, 'check')]).toEqual(['check', 'publish']);
  expect([...madeAnew(graph, 'train')]).toEqual([
    'train',
    'evaluate',
    'find-champion',
    'challenge',
    'publish',
  ]);
});

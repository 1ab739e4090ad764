import type { ManifestRef, RunGraph } from '@espalier/domain';
import { stageDeclarations } from '@espalier/spec/stages';
import { describe, expect, test } from 'vitest';
import type { StageInputs } from './contracts.js';
import { trainGraph, trainStages } from './train-graph.js';
import { checkGraph, walkGraph } from './walk-graph.js';

const manifest = (key: string): ManifestRef => ({ stage: 'train', key, digest: 'sha256:00', sizeBytes: 1 });
const instance = (id: string, inputs: Readonly<Record<string, string>> = {}): RunGraph[number] => ({
  id,
  stage: 'train',
  params: {},
  inputs,
});
/** Two branches from one root that meet again. */
const diamond: RunGraph = [
  instance('root'),
  instance('left', { trunk: 'root' }),
  instance('right', { trunk: 'root' }),
  instance('end', { one: 'left', other: 'right' }),
];

function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

describe('a graph is refused', () => {
  test.each<[string, RunGraph, RegExp]>([
    ['where an instance reads one that comes later', [instance('a', { x: 'b' }), instance('b')], /a reads b/],
    ['where an instance reads one that there is not', [instance('a', { x: 'z' })], /a reads z/],
    ['where an instance reads itself', [instance('a', { x: 'a' })], /a reads a/],
    [
      'where an instance comes after one that there is not',
      [{ ...instance('a'), after: ['z'] }],
      /a is after z/,
    ],
    [
      'where an instance reads one that may fail',
      [{ ...instance('a'), mayFail: true }, instance('b', { x: 'a' })],
      /b reads a, which may fail/,
    ],
    ['where two have one ID', [instance('a'), instance('a')], /two stage instances a/],
    ['where an ID is no name for a key', [instance('a/../b')], /can't be called "a\/..\/b"/],
  ])('%s', (_, graph, message) => {
    expect(() => checkGraph(graph)).toThrow(message);
  });
});

test('the graph of a training: every stage reads what comes before it, and every result is read, down to the bundle', () => {
  expect(() => checkGraph(trainGraph)).not.toThrow();
  const read = new Set(trainStages.flatMap((stage) => stageDeclarations[stage].reads));
  expect(trainStages.filter((stage) => !read.has(stage))).toEqual(['publish']);
});

describe('walking a graph', () => {
  test('each begins when those that it reads have ended, side by side otherwise, and gets what they left', async () => {
    const events: string[] = [];
    const given = new Map<string, StageInputs>();
    const rightBegins = gate();
    const rightMayEnd = gate();
    const walked = walkGraph(
      diamond,
      async ({ id }, inputs) => {
        events.push(`${id} begins`);
        given.set(id, inputs);
        if (id === 'left') await rightBegins.opened;
        if (id === 'right') {
          rightBegins.open();
          await rightMayEnd.opened;
        }
        events.push(`${id} ends`);
        return manifest(id);
      },
      () => {},
    );
    await expect.poll(() => events).toContain('left ends');
    expect(events).not.toContain('end begins');
    rightMayEnd.open();
    const left = await walked;
    expect(events.slice(0, 2)).toEqual(['root begins', 'root ends']);
    expect(events.slice(-3)).toEqual(['right ends', 'end begins', 'end ends']);
    expect(given.get('end')).toEqual({ one: manifest('left'), other: manifest('right') });
    expect(Object.keys(left).sort()).toEqual(['end', 'left', 'right', 'root']);
  });

  test('an instance begins after those that it comes after, whatever they leave or fail with, and is given nothing of them', async () => {
    const graph: RunGraph = [
      instance('root'),
      { ...instance('aside', { trunk: 'root' }), mayFail: true },
      { ...instance('end', { one: 'root' }), after: ['aside'] },
    ];
    for (const asideLeaves of [manifest('aside'), null]) {
      const begun: string[] = [];
      const asideMayEnd = gate();
      const walked = walkGraph(
        graph,
        async ({ id }, inputs) => {
          begun.push(id);
          if (id === 'end') expect(inputs).toEqual({ one: manifest('root') });
          if (id !== 'aside') return manifest(id);
          await asideMayEnd.opened;
          return asideLeaves;
        },
        () => {},
      );
      await expect.poll(() => begun).toEqual(['root', 'aside']);
      asideMayEnd.open();
      expect(Object.keys(await walked)).toEqual(
        asideLeaves === null ? ['root', 'end'] : ['root', 'aside', 'end'],
      );
      expect(begun).toEqual(['root', 'aside', 'end']);
    }
  });

  test('after a failure none begins; what runs is told of it and waited for, and the first failure is thrown', async () => {
    const events: string[] = [];
    const stopped = gate();
    const walked = walkGraph(
      diamond,
      async ({ id }) => {
        if (id === 'left') throw new Error('left broke');
        if (id === 'right') {
          await stopped.opened;
          events.push('right was told');
          throw new Error('right was cancelled');
        }
        events.push(`${id} ended`);
        return manifest(id);
      },
      () => {
        events.push('failure');
        stopped.open();
      },
    );
    await expect(walked).rejects.toThrow('left broke');
    expect(events).toEqual(['root ended', 'failure', 'right was told']);
  });
});

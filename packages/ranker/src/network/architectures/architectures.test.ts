/** The layers that each architecture asks for. */
import { readFile } from 'node:fs/promises';
import { type ArchitectureName, architectureNames, type LeafMap } from '@espalier/domain';
import { resolveNativePart } from '@espalier/native';
import { loadTensorFlow } from '@espalier/tensorflow';
import { describe, expect, it } from 'vitest';
import { smallLeafMap, smallNetworkConfig } from '../../testing/small-problem.js';
import { buildNetwork } from '../network.js';
import type { NetworkConfig } from '../network-config.js';

const tf = await loadTensorFlow({ addonPath: resolveNativePart('tfjs-addon'), threads: 1 });
const leafMap = smallLeafMap();
const embeddingDim = 4;

function kernelsOf(architecture: ArchitectureName, overrides: Partial<NetworkConfig> = {}) {
  const config = smallNetworkConfig({ architecture, dense: [], ...overrides });
  const { parameters } = buildNetwork(tf, config, { leafMap, seed: 7 });
  const kernels = parameters.filter(({ name }) => name.endsWith('/kernel'));
  return Object.fromEntries(kernels.map(({ name, shape }) => [name, shape]));
}

it.each(architectureNames)('%s is a module of its own that states its formula and source', async (name) => {
  const text = await readFile(new URL(`${name}.ts`, import.meta.url), 'utf8');
  expect(text).toMatch(/^ \* {5}y_k += w_k · /m);
  expect(text).toMatch(/^ \* Source: /m);
});

describe('the layers of', () => {
  const inputs = 18 * embeddingDim;

  it('separate: each task has its own, over its own forest', () => {
    expect(kernelsOf('separate')).toEqual({
      'tower/click/0/kernel': [inputs / 2, 16],
      'tower/click/1/kernel': [16, 8],
      'tower/click/output/kernel': [8, 1],
      'tower/share/0/kernel': [inputs / 2, 16],
      'tower/share/1/kernel': [16, 8],
      'tower/share/output/kernel': [8, 1],
    });
  });

  it('mmoe: common experts, and a gate for each task over the inputs', () => {
    expect(kernelsOf('mmoe', { experts: 3 })).toEqual({
      'expert/0/0/kernel': [inputs, 16],
      'expert/1/0/kernel': [inputs, 16],
      'expert/2/0/kernel': [inputs, 16],
      'tower/click/gate/kernel': [inputs, 3],
      'tower/click/0/kernel': [16, 8],
      'tower/click/output/kernel': [8, 1],
      'tower/share/gate/kernel': [inputs, 3],
      'tower/share/0/kernel': [16, 8],
      'tower/share/output/kernel': [8, 1],
    });
  });

  it('ple: experts of each task and common ones, gates over what the layer below has mixed', () => {
    expect(kernelsOf('ple', { experts: 2, taskExperts: 1, extractionLayers: 2 })).toEqual({
      'extraction/0/shared/0/0/kernel': [inputs, 16],
      'extraction/0/shared/1/0/kernel': [inputs, 16],
      'extraction/0/task/click/0/0/kernel': [inputs, 16],
      'extraction/0/task/share/0/0/kernel': [inputs, 16],
      'extraction/0/task/click/gate/kernel': [inputs, 3],
      'extraction/0/task/share/gate/kernel': [inputs, 3],
      'extraction/0/shared/gate/kernel': [inputs, 4],
      'extraction/1/shared/0/0/kernel': [16, 16],
      'extraction/1/shared/1/0/kernel': [16, 16],
      'extraction/1/task/click/0/0/kernel': [16, 16],
      'extraction/1/task/share/0/0/kernel': [16, 16],
      'extraction/1/task/click/gate/kernel': [16, 3],
      'extraction/1/task/share/gate/kernel': [16, 3],
      'tower/click/0/kernel': [16, 8],
      'tower/click/output/kernel': [8, 1],
      'tower/share/0/kernel': [16, 8],
      'tower/share/output/kernel': [8, 1],
    });
  });

  it.each(architectureNames)(
    '%s: every parameter has a name of its own, whatever tasks are called',
    (name) => {
      const config = smallNetworkConfig({
        architecture: name,
        tasks: [
          { name: 'shared', group: 'output' },
          { name: 'output', group: 'shared' },
          { name: 'gate', group: 'gate' },
        ],
      });
      const forests: LeafMap['forests'] = config.tasks.map((task, index) => ({
        task: task.name,
        baseMargin: 0,
        trees: [{ offset: 2 * index, nodeIds: [1, 2], values: [0, 0] }],
      }));
      const { parameters } = buildNetwork(tf, config, { leafMap: { totalLeaves: 6, forests }, seed: 7 });
      expect(new Set(parameters.map((parameter) => parameter.name)).size).toBe(parameters.length);
    },
  );
});

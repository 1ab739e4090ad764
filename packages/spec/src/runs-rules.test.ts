import { canonicalJson } from '@espalier/domain';
import { expect, it } from 'vitest';
import { modellingPart, pipelineSchema } from './index.js';
import { stageDeclarations, stageSpecPart } from './stages/registry.js';
import { validateSpec } from './validate-spec.js';

const days = { key: 'day', for: '2026-11-20', marker: '_SUCCESS' };
const pipeline = {
  name: 'feed',
  partitions: days,
  source: { train: { uri: 's3://logs/day={day}/', last: 7, skip: 1 }, eval: { uri: 's3://logs/day={day}/' } },
  tasks: [{ name: 'click', group: 'passive', label: 'clicked' }],
};

it.each<[object, readonly string[]]>([
  [{ runs: {} }, []],
  [{ runs: { concurrency: 'replace', onArrival: {} } }, []],
  [{ runs: { concurrency: { allow: 3 }, onArrival: { every: '5m', newest: 30 } } }, []],
  [{ runs: { concurrency: { allow: 0 } } }, ['runs.concurrency']],
  [{ runs: { concurrency: 'twice' } }, ['runs.concurrency']],
  [{ runs: { onArrival: { every: '5x' } } }, ['runs.onArrival.every']],
  [{ runs: { onArrival: {} }, partitions: { key: 'day', for: '2026-11-20' } }, ['runs.onArrival']],
])('%j', (given, paths) => {
  const { issues } = validateSpec({ ...pipeline, ...given });
  expect([...new Set(issues.map(({ path }) => path.replace(/\.allow$/, '')))]).toEqual(paths);
});

it('waits for no partitions where there are none', () => {
  const { partitions: _, ...uncut } = pipeline;
  const source = { train: { uri: 's3://logs/' }, split: { eval: '10%' } };
  const { issues } = validateSpec({ ...uncut, source, runs: { onArrival: {} } });
  expect(issues.map(({ path }) => path)).toEqual(['runs.onArrival']);
});

it('how runs are started shapes neither the bundle nor any stage but publish', () => {
  const without = pipelineSchema.parse(pipeline);
  const queued = pipelineSchema.parse({ ...pipeline, runs: { concurrency: 'skip', onArrival: {} } });
  expect('runs' in without).toBe(false);
  expect(canonicalJson(modellingPart(queued))).toBe(canonicalJson(modellingPart(without)));
  for (const stage of Object.keys(stageDeclarations) as (keyof typeof stageDeclarations)[]) {
    const isSame =
      canonicalJson(stageSpecPart(stage, queued)) === canonicalJson(stageSpecPart(stage, without));
    expect(isSame, stage).toBe(stage !== 'publish');
  }
});

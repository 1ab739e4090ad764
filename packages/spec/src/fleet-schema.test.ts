/** Whose slots a run takes is an operator's concern: no key and no bundle knows it. */
import { canonicalJson } from '@espalier/domain';
import { expect, it } from 'vitest';
import { modellingPart } from './modelling-part.js';
import { pipelineSchema } from './pipeline-schema.js';
import { stageSpecPart } from './stages/index.js';
import { stageDeclarations } from './stages/registry.js';
import { validateSpec } from './validate-spec.js';

const pipeline = {
  name: 'feed',
  source: { train: { uri: 'train.parquet' }, eval: { uri: 'eval.parquet' } },
  tasks: [{ name: 'like', group: 'passive', label: 'liked' }],
};

it.each<[unknown, readonly string[]]>([
  [{}, []],
  [{ team: 'ranking', priority: 10 }, []],
  [{ priority: -10 }, []],
  [{ priority: 11 }, ['fleet.priority']],
  [{ priority: 0.5 }, ['fleet.priority']],
  [{ team: 'Ranking' }, ['fleet.team']],
  [{ team: '../x' }, ['fleet.team']],
  [{ team: 'a'.repeat(64) }, ['fleet.team']],
])('%j', (fleet, paths) => {
  expect(validateSpec({ ...pipeline, fleet }).issues.map(({ path }) => path)).toEqual(paths);
});

it('a team and a priority shape neither the bundle nor the key of any stage', () => {
  const without = pipelineSchema.parse(pipeline);
  const named = pipelineSchema.parse({ ...pipeline, fleet: { team: 'ranking', priority: 3 } });
  expect('fleet' in without).toBe(false);
  expect(canonicalJson(modellingPart(named))).toBe(canonicalJson(modellingPart(without)));
  for (const stage of Object.keys(stageDeclarations) as (keyof typeof stageDeclarations)[]) {
    expect(canonicalJson(stageSpecPart(stage, named)), stage).toBe(
      canonicalJson(stageSpecPart(stage, without)),
    );
  }
});

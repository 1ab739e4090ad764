import { canonicalJson, type StageName, taskKindNames } from '@espalier/domain';
import { describe, expect, it } from 'vitest';
import { modellingPart, pipelineSchema } from './index.js';
import { stageSpecPart } from './stages/registry.js';

const written = (kind: object) => ({
  name: 'kinds',
  source: { train: { uri: 'log.parquet' } },
  tasks: [{ name: 'click', group: 'passive', label: 'clicked', ...kind }],
});

describe('the kind of a task', () => {
  it('may be left out or named where it is binary: it is the same pipeline, with the same keys', () => {
    const [without, named] = [{}, { kind: 'binary' }].map((kind) => pipelineSchema.parse(written(kind)));
    if (without === undefined || named === undefined) throw new RangeError('two pipelines were written');
    expect(named).toEqual(without);
    expect(canonicalJson(modellingPart(named))).toBe(canonicalJson(modellingPart(without)));
    expect(canonicalJson(without)).not.toContain('"kind"');
    const stages: StageName[] = ['plan', 'extract', 'fit-encoder', 'encode', 'train', 'evaluate', 'publish'];
    for (const stage of stages) {
      const part = canonicalJson(stageSpecPart(stage, named));
      expect(part).toBe(canonicalJson(stageSpecPart(stage, without)));
      expect(part).not.toContain('"kind"');
    }
  });

  it('is in the keys of every stage that it shapes where it is another', () => {
    const spec = pipelineSchema.parse(written({}));
    const other = { ...spec, tasks: spec.tasks.map((task) => ({ ...task, kind: 'amount' as 'binary' })) };
    for (const stage of ['extract', 'fit-encoder', 'train', 'evaluate', 'compare'] as const) {
      expect(canonicalJson(stageSpecPart(stage, other)), stage).toContain('"kind":"amount"');
    }
  });

  it('is refused where there is none of its name', () => {
    const { error } = pipelineSchema.safeParse(written({ kind: 'ordinal' }));
    expect(error?.issues).toMatchObject([{ path: ['tasks', 0, 'kind'], values: taskKindNames }]);
  });
});

import {
  architectureNames,
  architectureSettingNames,
  architectureSettings,
  type Digest,
  type StageManifest,
  type StageName,
  stageNames,
} from '@espalier/domain';
import { modellingPart, type PipelineInput, pipelineSchema } from '@espalier/spec';
import { stageDeclarations } from '@espalier/spec/stages';
import { explainMiss, stageKey } from '@espalier/store';
import { compareGraph } from '@espalier/workflows';
import { describe, expect, it } from 'vitest';
import type { CodeDigests } from './code-digests.js';
import { contentDigest, stageKeyComponents } from './stage-key-components.js';

const forAll = <T>(value: T) =>
  Object.fromEntries(stageNames.map((stage) => [stage, value])) as Record<StageName, T>;
const code: CodeDigests = forAll<Digest>('sha256:00');
const environment = { xgboost: '3.2.0' };

const input: PipelineInput = {
  name: 'feed',
  source: { train: { uri: 'train.parquet' }, eval: { uri: 'eval.parquet' } },
  tasks: [{ name: 'click', group: 'passive', label: 'clicked' }],
};

const keysOf = (change: Partial<PipelineInput>) => {
  const spec = pipelineSchema.parse({ ...input, ...change });
  return new Map(
    stageNames.map((stage) => [stage, stageKey(stageKeyComponents({ stage }, spec, {}, code, environment))]),
  );
};

describe('stage keys', () => {
  const cached: readonly StageName[] = ['extract', 'fit-encoder', 'encode', 'train', 'evaluate'];
  it.each<[string, Partial<PipelineInput>, StageName[]]>([
    ['the encoder', { encoder: { trees: 50 } }, ['fit-encoder']],
    ['the encoder ranks', { encoder: { workers: 3 } }, ['fit-encoder']],
    ['the folds', { encoder: { folds: 3 } }, ['extract', 'fit-encoder', 'encode']],
    [
      'what the network takes of the trees',
      { model: { leaves: 'embeddings' } },
      ['extract', 'fit-encoder', 'encode', 'train'],
    ],
    ['the model', { model: { dropout: 0.5 } }, ['train']],
    ['the trainer ranks', { training: { workers: 1 } }, ['train']],
    ['the rare-category bound', { features: { minCount: 2 } }, ['extract']],
    ['the seed', { seed: 8 }, ['extract', 'fit-encoder', 'encode', 'train']],
    [
      'a loss weight',
      { tasks: [{ name: 'click', group: 'passive', label: 'clicked', lossWeight: 2 }] },
      ['train'],
    ],
    ['how often training is saved', { training: { checkpointEvery: 7 } }, []],
    ['how long a silent rank is waited for', { training: { rankSilenceTimeout: 5 } }, []],
    ['how held-out rows are grouped', { evaluation: { cluster: 'member_id' } }, ['extract', 'evaluate']],
    ["the pipeline's name", { name: 'other' }, []],
    ['whether warnings refuse', { strict: true }, []],
    ['what is acknowledged', { features: { acknowledged: [{ column: 'a', reason: 'b' }] } }, []],
  ])('%s changes only the stages that read it', (_, change, expected) => {
    const before = keysOf({});
    const after = keysOf(change);
    expect(cached.filter((stage) => before.get(stage) !== after.get(stage))).toEqual(expected);
  });
});

describe('what tells an instance from others of its stage', () => {
  const spec = pipelineSchema.parse(input);
  const trainWith = (params?: object) => ({ stage: 'train' as const, ...(params && { params }) });
  const keyOf = (params?: object) =>
    stageKey(stageKeyComponents(trainWith(params), spec, {}, code, environment));
  const before = keyOf();

  it('is in the key where the key does not have it already', () => {
    expect(keyOf({ window: '28d' })).not.toBe(before);
    expect(keyOf({ window: '28d' })).not.toBe(keyOf({ window: '7d' }));
    expect(keyOf({ variant: 'mmoe.s1', window: '7d' })).toBe(keyOf({ window: '7d' }));
  });

  it('is told where it changed', () => {
    const componentsOf = (window: string) => {
      const params: object = { window };
      return stageKeyComponents(trainWith(params), spec, {}, code, environment);
    };
    expect(explainMiss(componentsOf('7d'), componentsOf('28d'))).toBe('params.window "7d" → "28d"');
  });

  it('changes no key where it only chooses the spec, or where there is none', () => {
    expect(keyOf({})).toBe(before);
    expect(keyOf({ variant: 'mmoe.s1' })).toBe(before);
    // Of a run of an earlier version.
    expect(keyOf({ variant: undefined, window: undefined })).toBe(before);
  });

  it('may be left out of the key of a stage that is never cached only', () => {
    const comparison = {
      baseline: 'a',
      variants: ['a', 'b'].map((name) => ({ name, changes: [], seeds: 1 })),
    };
    const told = compareGraph(comparison).filter(({ params }) => params.comparison !== undefined);
    expect(told.map(({ stage }) => [stage, stageDeclarations[stage].isNeverCached])).toEqual([
      ['compare', true],
    ]);
    const keyOfTraining = keyOf({ comparison });
    expect(keyOfTraining).not.toBe(before);
    const ofCompare = (params: object) =>
      stageKeyComponents({ stage: 'compare', params }, spec, {}, code, environment);
    expect(ofCompare({ comparison })).toEqual(ofCompare({}));
  });
});

it('folds change no stage where rows are not cross-fitted', () => {
  const of = (folds: number) =>
    [...keysOf({ model: { leaves: 'embeddings' }, encoder: { folds } })].filter(
      ([stage]) => stage !== 'publish',
    );
  expect(of(3)).toEqual(of(2));
});

describe('contentDigest', () => {
  const part = { name: 'a', key: 'runs/1/a', digest: 'sha256:01' as Digest, sizeBytes: 3 };
  const manifest: StageManifest = { stage: 'extract', key: 'sha256:02', parts: [part], body: { rows: 1 } };

  it('is the same wherever the parts lie', () => {
    const moved = { ...manifest, parts: [{ ...part, key: 'runs/2/a' }] };
    expect(contentDigest(moved)).toBe(contentDigest(manifest));
  });

  it('follows the bytes and the body', () => {
    const other = { ...manifest, parts: [{ ...part, digest: 'sha256:09' as Digest }] };
    expect(contentDigest(other)).not.toBe(contentDigest(manifest));
    expect(contentDigest({ ...manifest, body: { rows: 2 } })).not.toBe(contentDigest(manifest));
  });

  it("knows a plan by its source's content, not by its folder", () => {
    const plan = (uri: string, sourceDigest: string, inode = '1'): StageManifest => ({
      stage: 'plan',
      key: 'sha256:02',
      parts: [],
      body: { shards: [{ uri, identity: { sizeBytes: 9, inode }, rows: 5 }], sourceDigest },
    });
    expect(contentDigest(plan('a/x.parquet', 's'))).toBe(contentDigest(plan('a/x.parquet', 's', '2')));
    expect(contentDigest(plan('a/x.parquet', 's'))).toBe(contentDigest(plan('b/x.parquet', 's')));
    expect(contentDigest(plan('a/x.parquet', 's'))).not.toBe(contentDigest(plan('a/x.parquet', 't')));
  });
});

describe('what a plan says to people', () => {
  it('changes no later stage', () => {
    const plan = (remarks: object): StageManifest => ({
      stage: 'plan',
      key: 'sha256:02',
      parts: [],
      body: { shards: [], sourceDigest: 's', ...remarks },
    });
    const told = plan({ warnings: ['`a` alone tells `b`'], notes: ['Left out c'] });
    expect(contentDigest(told)).toBe(contentDigest(plan({ warnings: [], notes: [] })));
    expect(contentDigest(told)).toBe(contentDigest(plan({})));
  });
});

describe('modellingPart', () => {
  const partOf = (change: Partial<PipelineInput>) =>
    modellingPart(pipelineSchema.parse({ ...input, ...change }));

  it('holds what shapes predictions and leaves out how the run goes', () => {
    expect(partOf({ model: { dropout: 0.5 } })).not.toEqual(partOf({}));
    expect(partOf({ name: 'other', training: { checkpointEvery: 7, rankSilenceTimeout: 5 } })).toEqual(
      partOf({}),
    );
    expect(partOf({ evaluation: { cluster: 'member_id' } })).toEqual(partOf({}));
    const acknowledged = [{ column: 'a', reason: 'b' }];
    expect(partOf({ strict: true, features: { acknowledged } })).toEqual(partOf({}));
  });

  it('has the settings of the architecture, written or not, and of no other', () => {
    const settingsOf = (model: PipelineInput['model']) => {
      const part = partOf({ model }) as { model: Record<string, unknown> };
      return architectureSettingNames.filter((name) => name in part.model);
    };
    for (const architecture of architectureNames) {
      const settings = architectureSettings(architecture);
      expect(settingsOf({ architecture }).sort()).toEqual(Object.keys(settings).sort());
      expect(partOf({ model: { architecture, ...settings } })).toEqual(partOf({ model: { architecture } }));
    }
  });
});

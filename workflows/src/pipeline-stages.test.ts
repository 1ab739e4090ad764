import { type ManifestRef, type StageName, stageNames } from '@espalier/domain';
import { describe, expect, test } from 'vitest';
import type { StageInputs } from './contracts.js';
import { inputsOf, stageReads } from './pipeline-stages.js';

const manifest = (stage: StageName): ManifestRef => ({
  stage,
  key: `runs/r/${stage}/manifest.json`,
  digest: 'sha256:00',
  sizeBytes: 1,
});
const all: StageInputs = Object.fromEntries(stageNames.map((stage) => [stage, manifest(stage)]));

test.each(stageNames)('%s reads stages that come before it only', (stage) => {
  const before = stageNames.slice(0, stageNames.indexOf(stage));
  for (const read of stageReads[stage]) expect(before).toContain(read);
});

test('the result of every stage is read by a later one, down to the bundle', () => {
  const read = new Set(Object.values(stageReads).flat());
  expect(stageNames.filter((stage) => !read.has(stage))).toEqual(['publish']);
});

describe('the inputs of a stage', () => {
  test.each(stageNames)('%s gets the manifests that it reads and no others', (stage) => {
    expect(Object.keys(inputsOf(stage, all)).sort()).toEqual([...stageReads[stage]].sort());
  });

  test('are refused when one has not run', () => {
    expect(() => inputsOf('encode', { extract: manifest('extract') })).toThrow(/encode reads fit-encoder/);
  });
});

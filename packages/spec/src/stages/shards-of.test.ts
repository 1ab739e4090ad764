import type { StageManifest } from '@espalier/domain';
import { expect, it } from 'vitest';
import { shardsOf } from './registry.js';

const part = { name: 'a', key: 'runs/1/a', digest: 'sha256:01', sizeBytes: 3 } as const;

it.each<Pick<StageManifest, 'stage' | 'body'> & { count: number }>([
  {
    stage: 'extract',
    body: { shards: [{ part: 'train/1' }, { part: 'eval/1' }, { part: 'train/2' }] },
    count: 2,
  },
  { stage: 'fit-encoder', body: { worldSize: 4 }, count: 4 },
  { stage: 'encode', body: { shards: [{}] }, count: 1 },
  { stage: 'train', body: { worldSize: 2 }, count: 2 },
  { stage: 'evaluate', body: {}, count: 2 },
])('counts what $stage was made of', ({ stage, body, count }) => {
  expect(shardsOf({ stage, body, key: 'sha256:02', parts: [part, part] })).toBe(count);
});

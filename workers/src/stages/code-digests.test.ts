/** A stage's key covers every compiled file that its ranks, shards and folds are made of: the compiled files are asked for. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { digestFolder, filesOfStage } from './code-digests.js';

const dist = fileURLToPath(new URL('../../dist/', import.meta.url));

it.each([
  [
    'train',
    ['gang/trainer-rank.js', 'gang/trainer-inputs.js', 'gang/trainer-step.js', 'gang/trainer-selection.js'],
  ],
  ['fit-encoder', ['gang/encoder-rank.js', 'gang/encoder-plan.js', 'gang/shards-of-rank.js']],
  ['extract', ['shards/extract-shard.js', 'activities/fold-extract.js']],
  ['encode', ['shards/row-encodings.js', 'activities/shard-jobs.js', 'activities/fold-encode.js']],
  ['evaluate', ['shards/predictions-file.js', 'activities/shard-jobs.js', 'activities/fold-evaluate.js']],
] as const)('%s', async (stage, files) => {
  const compiled = Object.keys(await digestFolder(join(dist, '.')));
  expect(filesOfStage(stage, compiled)).toEqual(expect.arrayContaining([...files]));
  expect(filesOfStage(stage, compiled)).not.toContain('orchestrator-main.js');
});

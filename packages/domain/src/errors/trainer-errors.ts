import { defineErrors } from './define-errors.js';

export const trainerErrors = defineErrors({
  'trainer.nan-loss': {
    kind: 'user',
    retryable: false,
    meaning:
      'The loss of a task became NaN or infinite, so training stopped instead of going on with broken weights.',
    fix: 'Lower training.learningRate, lengthen training.warmup, or look for extreme values in the features.',
  },
  'trainer.nan-prediction': {
    kind: 'user',
    retryable: false,
    meaning:
      'A network predicts no number for a row: its weights, or what it makes of the row, are beyond what 32-bit floats hold. No figure would be true.',
    fix: 'Lower training.learningRate, or look for extreme values in the features of the rows that are named.',
  },
  'trainer.diverged': {
    kind: 'user',
    retryable: false,
    meaning:
      "At its end a training's loss on the rows that it learns from was more than twice what it began with, and what the base rate alone gives.",
    fix: 'Lower training.learningRate: by ten, say, then look at the curve of the next run.',
  },
  'trainer.invalid-config': {
    kind: 'user',
    retryable: false,
    meaning: 'The network or the training loop was given a configuration that cannot work.',
    fix: 'Mend the value that the message names in the model or training part of the spec.',
  },
  'trainer.batch-too-large': {
    kind: 'user',
    retryable: false,
    meaning: 'A training step over this many rows at once needs more memory than the trainer has.',
    fix: 'Lower training.batchSize, model.embeddingDim or encoder.trees, or train on a machine with more memory.',
  },
  'trainer.not-compilable': {
    kind: 'platform',
    retryable: false,
    meaning: 'The training step does something that a compiled step could not repeat faithfully.',
    fix: 'The message names the op; this is a fault of the network code, so please report it with the model section of the pipeline file.',
  },
  'trainer.step-failed': {
    kind: 'platform',
    retryable: true,
    meaning:
      'TensorFlow broke off a training step, for want of memory or because an op met values that it cannot take.',
    fix: 'It is tried again; if it returns, lower training.batchSize where the message speaks of memory, else report it with `espalier logs RUN`.',
  },
  'trainer.invalid-shard': {
    kind: 'platform',
    retryable: false,
    meaning: 'A training shard is not an Arrow file of the expected columns, or does not fit the leaf map.',
    fix: 'Run again with --no-cache so that the encode stage writes its shards anew; report it if it returns.',
  },
  'trainer.feeder-failed': {
    kind: 'infra',
    retryable: true,
    meaning:
      'The thread that reads the training batches ended early, or cannot open a shard on the scratch disk.',
    fix: 'It is tried again; if it returns, look at the memory and the scratch disk of the trainer host.',
  },
  'trainer.invalid-checkpoint': {
    kind: 'platform',
    retryable: false,
    meaning: 'A checkpoint cannot be read, or belongs to another network, seed or world size.',
    fix: 'Run again with --no-cache so that training starts anew; report it if it returns.',
  },
  'trainer.other-checkpoint': {
    kind: 'user',
    retryable: false,
    meaning:
      'A checkpoint is of another training: its tensors, optimizer, seed or length are not those of the run.',
    fix: 'Go on with the model, optimizer, seed and epochs that wrote it, or start a new run, which trains from the beginning.',
  },
  'trainer.other-world-size': {
    kind: 'user',
    retryable: false,
    meaning:
      'A checkpoint was written by another number of ranks, with which the bytes of the result are not promised.',
    fix: 'Set training.workers to the number that wrote it, or training.resumeWorldSize to any.',
  },
});

/**
 * Responsible for the part `training` of the pipeline file: every key, its meaning, range and default.
 * Leaves to others: the rest of the file (pipeline-schema.ts).
 */
import { z } from 'zod';
import { checkpointSpacingSchema } from './checkpoint-spacing.js';
import { measuringIntervalSchema } from './measuring-interval.js';

/** Type of a number of ranks. */
export const workers = (what: string) =>
  z.int().min(1).max(1024).default(2).describe(`Number of ${what} ranks, one process each.`);

const earlyStopping = z
  .strictObject({
    every: measuringIntervalSchema()
      .default('3%')
      .describe('Share of all steps, epochs or steps between two measurements on the early-stop rows.'),
    patience: z
      .int()
      .min(1)
      .default(10)
      .describe('Measurements in a row without a better state after which training stops.'),
    metric: z
      .enum(['logLoss', 'auc'])
      .default('logLoss')
      .describe(
        'What counts, weighted by `lossWeight` over the tasks; the network where it is better than the forest, else the forest.',
      ),
  })
  .describe(
    'Which state of the network is published: the best on the early-stop rows, the forest among them.',
  );

export const training = z
  .strictObject({
    workers: workers('trainer'),
    batchSize: z
      .int()
      .min(1)
      .max(1_048_576)
      .default(1024)
      .describe('Rows of a global batch, over all ranks.'),
    epochs: z
      .int()
      .min(1)
      .max(10_000)
      .optional()
      .describe(
        'Passes over the training rows. Without it 8 (4 with `leaves: embeddings`), and for few rows as many as make 600 steps.',
      ),
    seed: z
      .int()
      .min(0)
      .max(2_147_483_647)
      .optional()
      .describe(
        'Draws of the training alone: first weights, order of the rows, dropout. Without it `seed`; `compare` trains with several.',
      ),
    optimizer: z
      .enum(['adam', 'adagrad', 'momentum', 'sgd'])
      .default('adam')
      .describe('Rule that turns gradients into updates.'),
    learningRate: z
      .number()
      .positive()
      .max(1)
      .optional()
      .describe('Learning rate after warm-up. Without it 0.003 (0.0003 with `leaves: embeddings`).'),
    warmup: z
      .number()
      .min(0)
      .lt(1)
      .default(0.1)
      .describe('Share of all steps in which the learning rate rises.'),
    decay: z
      .enum(['none', 'cosine', 'step'])
      .default('cosine')
      .describe(
        'How the learning rate falls after warm-up. cosine: to 0 at the last step. step: to a tenth at half of the steps and again at three quarters.',
      ),
    leafDecay: z
      .number()
      .min(0)
      .max(1)
      .default(0)
      .describe(
        'Pull of leaf logits to their XGBoost values, and of embeddings to zero: half of it times the squared distance is added to the loss; with `leaves: embeddings`.',
      ),
    earlyStopping: earlyStopping.prefault({}),
    checkpointEvery: checkpointSpacingSchema()
      .default('10s')
      .describe('Time or steps between checkpoints: about the most that a failure costs.'),
    resumeWorldSize: z
      .enum(['same', 'any'])
      .default('same')
      .describe(
        'same: only as many ranks as wrote a checkpoint go on from it, which ends in the same bytes. any: other numbers may, and sums are rounded in another order.',
      ),
    execution: z
      .enum(['compiled', 'eager'])
      .default('compiled')
      .describe(
        'compiled: each step is one native call. eager: op by op, several times slower, to look into a network; with adam only.',
      ),
    precision: z
      .enum(['float32', 'bfloat16'])
      .default('float32')
      .describe(
        'bfloat16: matrix products take 16-bit inputs, but for layers over looked-up leaves on a CPU; parameters and sums stay float32.',
      ),
    rankSilenceTimeout: z
      .int()
      .min(1)
      // Three times as long is still no more than a timer can wait.
      .max(604_800)
      .default(10)
      .describe(
        'Seconds without a sign of life after which a rank counts as hung and the gang starts again. Ranks wait for each other three times as long.',
      ),
  })
  .describe('How the network is trained, data-parallel and synchronous.');

/**
 * Responsible for the part `runs` of the pipeline file: what runs of a registered pipeline do beside each other, and what starts them.
 * Leaves to others: the rest of the file (pipeline-schema.ts), the queue (domain), looking for partitions (features).
 */
import { defaultConcurrency } from '@espalier/domain';
import { z } from 'zod';
import { durationSchema } from './duration.js';

const mostSideBySide = 1_000;

const concurrency = z
  .union([
    z.enum(['queue', 'skip', 'replace']),
    z.strictObject({
      allow: z.int().min(1).max(mostSideBySide).describe('How many runs go side by side; others wait.'),
    }),
  ])
  .default(defaultConcurrency)
  .describe(
    'What a run does that comes while another is under way. queue: it waits. skip: it ends at once. replace: it cancels the other. { allow: 3 }: it goes beside it.',
  );

const onArrival = z
  .strictObject({
    every: durationSchema().default('1m').describe('How often partitions are looked for.'),
    newest: z
      .int()
      .min(1)
      .max(1_000)
      .default(7)
      .describe("How many partitions are looked at, counted back from today's or this hour's."),
  })
  .describe(
    'Starts a run for each partition that arrives from now on, or is written anew, once it is whole. Needs `partitions` with a `marker`.',
  );

export const runs = z
  .strictObject({ concurrency, onArrival: onArrival.optional() })
  .describe('How runs of the registered pipeline are started, and what they do beside each other.');

/** Responsible for what the server says of a comparison of variants. Figures are as the tasks' kinds declare them, so their shape is open. */
import { z } from 'zod';

const pairedSchema = z
  .record(z.string(), z.unknown())
  .describe(
    'By figure `difference`, `standardError` and `ci` (95 %), on the same rows; null where these can not tell.',
  );

export const comparisonSchema = z
  .looseObject({
    baseline: z.string().describe('The variant that differences are from.'),
    rows: z.int(),
    cluster: z
      .object({ column: z.string(), clusters: z.int() })
      .nullish()
      .describe('By what intervals group the rows.'),
    variants: z.array(
      z.looseObject({
        name: z.string(),
        changes: z.array(z.string()).describe('What it changes of the pipeline, as typed.'),
        seeds: z.int().describe('How many trainings it has.'),
        curves: z
          .array(
            z.looseObject({
              seed: z.int(),
              points: z.array(
                z.object({ step: z.number(), loss: z.record(z.string(), z.number().nullable()) }),
              ),
            }),
          )
          .describe('Mean loss by task on the early-stop rows, a curve a training.'),
        tasks: z.record(
          z.string(),
          z
            .looseObject({
              fromBaseline: pairedSchema.nullable().describe('Null of the baseline itself.'),
              withNetwork: z.int().describe('In how many trainings the task got the network.'),
            })
            .describe('Under the names of figures their mean and spread over the trainings.'),
        ),
      }),
    ),
    forest: z
      .record(z.string(), z.looseObject({ metrics: z.looseObject({}), fromBaseline: pairedSchema }))
      .describe('The trees alone, by task.'),
  })
  .describe('Variants of a pipeline on the same rows; null of a run that compares none.')
  .meta({ id: 'Comparison' });

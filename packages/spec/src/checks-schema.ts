/**
 * Responsible for the part `checks` of the pipeline file: what the newest data is held to before anything is published.
 * Leaves to others: the rest of the file (pipeline-schema.ts), rules between keys (checks-rules.ts), judging (features).
 */
import { checkNames } from '@espalier/domain';
import { z } from 'zod';
import { shareSchema } from './percentage.js';

const off = z.enum(['off']);

/** A ratio to what is usual. */
const ratio = z.strictObject({
  atLeast: z.number().min(0).max(1).default(0.5).describe('The least that passes.'),
  atMost: z.number().min(1).default(2).describe('The most that passes.'),
});

export const checks = z
  .strictObject({
    onFailure: z
      .enum(['stop', 'warn'])
      .default('stop')
      .describe(
        'stop: the run fails before it publishes, with all that was found. warn: it goes on, and its report says so.',
      ),
    warnOnly: z
      .array(z.enum(checkNames))
      .min(1)
      .optional()
      .describe('Checks that only warn, whatever `onFailure` says of the others.'),
    schema: z
      .enum(['on', 'off'])
      .default('on')
      .describe("Columns must be of the kind that the champion's feature schema has them as."),
    rows: z
      .union([off, ratio])
      .prefault({})
      .describe(
        "The newest partition's rows over the median of the window's others; of sources that are cut by time. `off` leaves it out.",
      ),
    nulls: z
      .union([off, shareSchema('from-zero')])
      .default(0.1)
      .describe("Most by which a column's share of NULLs may exceed training's. Without it 10%."),
    newCategories: z
      .union([off, shareSchema('from-zero')])
      .default(0.2)
      .describe(
        "Most by which a column's share of values that training has no code for may exceed training's own. Without it 20%.",
      ),
    outOfRange: z
      .union([off, shareSchema('from-zero')])
      .default(0.05)
      .describe(
        "Largest share of a column's numbers outside of training's range by more than a standard deviation. Without it 5%.",
      ),
    labelRates: z
      .union([off, ratio])
      .prefault({})
      .describe("A task's rate over training's; fails only where its 99 % interval lies wholly outside."),
    psi: z
      .union([off, z.number().positive()])
      .default(0.25)
      .describe(
        "Largest population stability index of a column, over deciles of training's values (and of the champion's), less what chance makes of it.",
      ),
    ks: z
      .union([off, z.number().positive().max(1)])
      .default(0.2)
      .describe("Largest distance of a column's distribution function from training's (and the champion's)."),
  })
  .describe(
    "What the newest data, where `source.eval` has a source of its own, is held to: what the run trains on, and what the model's champion was trained on. Without it nothing is checked; `{}` checks all.",
  );

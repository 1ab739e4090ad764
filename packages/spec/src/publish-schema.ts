/**
 * Responsible for the part `publish` of the pipeline file: the model that a run's bundle becomes a version of, and its gates.
 * Leaves to others: the rest of the file (pipeline-schema.ts), rules between keys (publish-rules.ts), judging (registry).
 */
import { approvalEnds, type MetricDeclaration, modelNamePattern, taskKinds } from '@espalier/domain';
import { z } from 'zod';
import { durationSchema } from './duration.js';

const mostTimedRows = 10_000;

const approval = z
  .strictObject({
    within: durationSchema().describe('How long a person has, from the registration on.'),
    else: z
      .enum(approvalEnds)
      .default('reject')
      .describe('What happens to a version that nobody has approved or rejected by then.'),
  })
  .describe('With `promote: after-approval`: by when a person has to approve a version.');

/** Values of a gate's slices: as many as one can look at. */
const mostSliceValues = 20;

const slices = z
  .strictObject({
    column: z.string().min(1).describe('Column of the source, a feature or not.'),
    values: z
      .array(z.union([z.string().min(1).max(200), z.number(), z.boolean()]))
      .min(1)
      .max(mostSliceValues)
      .describe('Its values, each of which is a slice.'),
    leastPositives: z
      .int()
      .min(1)
      .default(50)
      .describe(
        'A task that has fewer positives or negatives in a slice is not judged there, which the verdict says.',
      ),
  })
  .describe(
    'With `against: champion`: the gate holds for each of these slices of the held-out rows, instead of for all rows; tested for all tasks and slices of the gate together (Holm).',
  );

const gate = z.strictObject({
  figure: z
    .string()
    .min(1)
    .describe(
      "Figure of the evaluation that is held to a bound, as reports call it, a count (positives, rows), the bundle's sizeBytes, or how long a loaded model takes to score a batch: scoringP50Ms, scoringP99Ms.",
    ),
  tasks: z.array(z.string().min(1)).min(1).optional().describe('Tasks that it holds for. Without it all.'),
  against: z
    .enum(['forest', 'champion'])
    .optional()
    .describe(
      "Holds the difference instead, on the same rows. forest: the network's figure less that of its forest, with its whole 95 % interval. champion: less that of the model's champion, on rows that neither has seen, tested for all tasks of the gate together (Holm).",
    ),
  slices: slices.optional(),
  rows: z
    .int()
    .min(1)
    .max(mostTimedRows)
    .optional()
    .describe('Rows of the batch of scoringP50Ms and scoringP99Ms. Without it 1.'),
  atLeast: z.number().optional().describe('The least that passes.'),
  atMost: z.number().optional().describe('The most that passes.'),
});

/** The most by which a figure may be worse, or none at all. */
const tolerance = z.union([z.enum(['off']), z.number().min(0)]);

const watched = Object.values(taskKinds)
  .flatMap(({ metrics }): readonly MetricDeclaration[] => metrics)
  .flatMap(({ name, title, tolerance: usual }) =>
    usual === undefined ? [] : [[name, tolerance.default(usual).describe(`Of ${title}.`)] as const],
  );

const watch = z.strictObject({
  tolerance: z
    .strictObject(Object.fromEntries(watched))
    .prefault({})
    .describe(
      "The most by which a figure of the champion's may be worse than when it was first measured on rows that it has not learnt from. `off` leaves the figure out.",
    ),
  window: z
    .int()
    .min(2)
    .max(90)
    .default(14)
    .describe('Partitions before, whose steps from one to the next tell how much days differ anyhow.'),
});

export const publish = z
  .strictObject({
    model: z
      .string()
      .regex(modelNamePattern, 'expected lower-case letters, digits, - and _, such as home-feed')
      .describe(
        "Name of the registered model: each run's bundle becomes its next version, and its challenger.",
      ),
    promote: z
      .enum(['by-hand', 'when-gates-pass', 'after-approval'])
      .default('by-hand')
      .describe(
        'by-hand: `espalier model promote` makes a version the champion. when-gates-pass: the run itself does, unless a gate fails. after-approval: `espalier model approve` does, within a time; a version that a gate fails waits for nobody.',
      ),
    approval: approval.optional(),
    gates: z
      .array(gate)
      .min(1)
      .optional()
      .describe(
        'What a version must reach on the held-out rows. One that fails is registered, and not promoted.',
      ),
    watch: watch
      .optional()
      .describe(
        "Scores each partition that arrives with the model's champion, before the run trains, and tells people where the champion has got worse by more than chance and what is tolerated. `{}` watches by the defaults. Without it nothing is watched.",
      ),
  })
  .describe(
    'The registered model that the bundle becomes a version of. Without it the bundle is published, and registered nowhere.',
  );

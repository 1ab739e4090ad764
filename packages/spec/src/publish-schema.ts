/**
 * Responsible for the part `publish` of the pipeline file: the model that a run's bundle becomes a version of, and its gates.
 * Leaves to others: the rest of the file (pipeline-schema.ts), rules between keys (publish-rules.ts), judging (registry).
 */
import { type MetricDeclaration, modelNamePattern, taskKinds } from '@espalier/domain';
import { z } from 'zod';

const gate = z.strictObject({
  figure: z
    .string()
    .min(1)
    .describe(
      "Figure of the evaluation that is held to a bound, as reports call it, a count (positives, rows), or the bundle's sizeBytes.",
    ),
  tasks: z.array(z.string().min(1)).min(1).optional().describe('Tasks that it holds for. Without it all.'),
  against: z
    .enum(['forest', 'champion'])
    .optional()
    .describe(
      "Holds the difference instead, on the same rows. forest: the network's figure less that of its forest, with its whole 95 % interval. champion: less that of the model's champion, on rows that neither has seen, tested for all tasks of the gate together (Holm).",
    ),
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
      .enum(['by-hand', 'when-gates-pass'])
      .default('by-hand')
      .describe(
        'by-hand: `espalier model promote` makes a version the champion. when-gates-pass: the run itself does, unless a gate fails.',
      ),
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

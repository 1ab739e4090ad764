/**
 * Responsible for the part `model` of the pipeline file: every key, its meaning, range and default.
 * Leaves to others: the rest of the file (pipeline-schema.ts), which keys fit an architecture (cross-field-rules.ts).
 */
import {
  type ArchitectureName,
  type ArchitectureSetting,
  architectureNames,
  architectureSettings,
  architectures,
} from '@espalier/domain';
import { z } from 'zod';

const layers = (fallback: number[]) => z.array(z.int().min(1).max(65_536)).min(1).max(16).default(fallback);

/** Architectures that have a setting, in the registry's order. */
export function architecturesWith(setting: ArchitectureSetting): ArchitectureName[] {
  return architectureNames.filter((name) => architectureSettings(name)[setting] !== undefined);
}

/** A whole number that only some architectures have. */
function setting(key: ArchitectureSetting, most: number, meaning: string) {
  const defaults = architecturesWith(key).map((name) => `${architectureSettings(name)[key]} with ${name}`);
  return z
    .int()
    .min(1)
    .max(most)
    .optional()
    .describe(`${meaning} Without it ${defaults.join(', ')}.`);
}

/** Fills in what the architecture has and the author left out; others get no such key, so that theirs is the model that it always was. */
function withArchitectureSettings<Model extends { architecture: ArchitectureName }>(given: Model): Model {
  return { ...architectureSettings(given.architecture), ...given };
}

export const model = z
  .strictObject({
    architecture: z
      .enum(architectureNames)
      .default('towers')
      .describe(architectureNames.map((name) => `${name}: ${architectures[name].summary}.`).join(' ')),
    leaves: z
      .enum(['margins', 'embeddings'])
      .default('margins')
      .describe(
        'margins: the network takes what each forest says of a row, and its dense features. embeddings: it looks each leaf up, trained on the rows that the trees have seen.',
      ),
    embeddingDim: z
      .int()
      .min(1)
      .max(1024)
      .default(8)
      .describe("Width of each leaf's embedding; with `leaves: embeddings`."),
    hidden: layers([64]).describe("Widths of the layers over the inputs, or of each expert's layers."),
    tower: layers([32]).describe("Widths of each tower's own layers, or of each task's."),
    experts: setting('experts', 256, 'Experts that all tasks have in common, of `hidden` layers each.'),
    taskExperts: setting('taskExperts', 256, "Experts of each task's own, in each layer."),
    extractionLayers: setting(
      'extractionLayers',
      16,
      'Layers of experts, each over what the gates of the one before have mixed.',
    ),
    dropout: z.number().min(0).lt(1).default(0.2).describe('Share of activations dropped in training.'),
    leafDropout: z
      .number()
      .min(0)
      .lt(1)
      .default(0)
      .describe(
        "Share of a row's leaves whose embeddings are dropped whole in training; with `leaves: embeddings`.",
      ),
    leafSkip: z
      .boolean()
      .default(true)
      .describe(
        'Start as the forest: its margin is added to the logits (with embeddings, a trainable logit a leaf and task, begun at its XGBoost value).',
      ),
  })
  .describe('The multi-task network over the forests.')
  .overwrite(withArchitectureSettings);

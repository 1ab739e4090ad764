/**
 * Responsible for how many ranks an encoder has forests for, where each fits its own, held against the file as written.
 * Leaves to others: which rank fits which (the stage), each key alone (pipeline-schema.ts).
 */
import { crossFitFolds } from './cross-fit-folds.js';
import { pipelineSchema } from './pipeline-schema.js';
import type { SpecIssue } from './spec-issue.js';

const { encoder: encoderSchema, model: modelSchema, source: sourceSchema } = pipelineSchema.shape;

/** A task's main forest goes to a rank, and so do all forests of a fold, since they share a copy of the rows. */
export function* forestGroupIssues(pipeline: Readonly<Record<string, unknown>>): Generator<SpecIssue> {
  const encoder = encoderSchema.safeParse(pipeline.encoder).data;
  const model = modelSchema.safeParse(pipeline.model).data;
  const source = sourceSchema.safeParse(pipeline.source).data;
  const { tasks } = pipeline;
  // What is none of these is a mistake of its own.
  if (encoder?.distribute !== 'forests' || model === undefined || source === undefined) return;
  if (!Array.isArray(tasks) || tasks.length === 0) return;
  const folds = crossFitFolds({ encoder, model, source });
  const groups = tasks.length + folds;
  if (encoder.workers <= groups) return;
  const of = `${tasks.length} ${tasks.length === 1 ? 'task' : 'tasks'}${folds === 0 ? '' : ` and ${folds} folds`}`;
  const isWritten = (pipeline.encoder as { readonly workers?: unknown }).workers !== undefined;
  yield {
    path: isWritten ? 'encoder.workers' : 'encoder.distribute',
    code: 'conflict',
    message: `leaves ranks without work: ${encoder.workers} workers, and forests of ${of}; take \`workers: ${groups}\` or fewer, or \`distribute: rows\``,
  };
}

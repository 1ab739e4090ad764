/**
 * Responsible for sizes in the pipeline that the source is too small for: the batch, and the numbers of ranks.
 * Leaves to others: whether a batch fits into memory, which only its rank can tell.
 */
import { type PipelineSpec, pipelineSchema, type SpecIssue, trainingShares } from '@espalier/spec';
import type { InspectedObject } from './inspect-source.js';

/** What nobody asked for is no mistake: a source smaller than the default batch trains in one batch of all of its rows. */
const defaultBatchSize = pipelineSchema.shape.training.parse({}).batchSize;
const defaultEncoderWorkers = pipelineSchema.shape.encoder.parse({}).workers;

export interface SizeCheck {
  readonly issues: readonly SpecIssue[];
  readonly notes: readonly string[];
}

/** @param objects those of the training source, held-out rows included */
export function checkSizes(
  spec: Pick<PipelineSpec, 'source' | 'encoder' | 'training'>,
  objects: readonly Pick<InspectedObject, 'footer'>[],
): SizeCheck {
  const sourceRows = objects.reduce((sum, { footer }) => sum + footer.rows, 0);
  const { split, sample = 1 } = spec.source;
  const { batchSize, workers } = spec.training;
  const { earlyStop, encoder } = trainingShares(split);
  const setAside = 1 - (1 - (split.eval ?? 0)) * (1 - earlyStop - encoder);
  const rows = Math.round(sourceRows * (1 - setAside));
  const about = setAside === 0 ? '' : 'about ';
  const count = (value: number) => value.toLocaleString('en-US');
  const issues: SpecIssue[] = [];
  const notes: string[] = [];
  if (workers > rows) {
    const message = `${workers} workers are more than the ${about}${count(rows)} training rows, and each needs rows of its own`;
    issues.push({ path: 'training.workers', code: 'too-large', message });
  } else if (batchSize > rows && batchSize > defaultBatchSize) {
    const most = Math.max(defaultBatchSize, Math.floor(rows / workers) * workers);
    const message = `a batch of ${count(batchSize)} rows is more than the ${about}${count(rows)} training rows: give at most ${count(most)}; a few hundred to a few thousand rows serve most networks`;
    issues.push({ path: 'training.batchSize', code: 'too-large', message });
  } else if (batchSize > rows) {
    notes.push(
      `training.batchSize is ${count(batchSize)}, more than the ${about}${count(rows)} training rows: each batch is all of them.`,
    );
  } else if (batchSize > rows * sample) {
    notes.push(
      `training.batchSize is ${count(batchSize)}, more than the about ${count(Math.ceil(rows * sample))} sampled training rows: each batch is all of them.`,
    );
  }
  const rowGroups = objects.reduce((sum, { footer }) => sum + footer.rowGroups.length, 0);
  const { workers: encoderWorkers, distribute } = spec.encoder;
  if (distribute !== 'forests' && encoderWorkers > Math.max(rowGroups, defaultEncoderWorkers)) {
    const groups = rowGroups === 1 ? 'one row group' : `${count(rowGroups)} row groups`;
    notes.push(
      `encoder.workers is ${encoderWorkers}, and the training source has ${groups}, which ranks don't share: ${encoderWorkers - rowGroups} of them fit on no rows.`,
    );
  }
  return { issues, notes };
}

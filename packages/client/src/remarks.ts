/**
 * Responsible for what a submitted run and a plan say about the pipeline beside their own result.
 * Leaves to others: finding it (features), showing it (cli).
 */
import type { SourcePartition, SourceShard, ToldTable } from '@espalier/domain';
import type { PlanPreviewBody } from '@espalier/workflows';

/** What was remarked on a pipeline and its source, one sentence each. */
export interface Remarks {
  /** What is probably a mistake. */
  readonly warnings: readonly string[];
  /** What was decided without being asked, and what was acknowledged. */
  readonly notes: readonly string[];
}

export interface SubmittedRun extends Remarks {
  readonly runId: string;
  /** False where an earlier request of the same idempotency key has started it. */
  readonly isNew: boolean;
}

export interface PlanPreview extends Remarks {
  readonly shards: readonly SourceShard[];
  readonly partitions?: readonly SourcePartition[];
  readonly tables?: readonly ToldTable[];
  readonly stages: PlanPreviewBody['stages'];
}

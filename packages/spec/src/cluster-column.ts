/** Responsible for which column groups held-out rows. */
import type { PipelineSpec } from './pipeline-schema.js';

/** As the pipeline names it, else the key that rows are split by; null where each row stands for itself. */
export function clusterColumn({
  evaluation,
  source,
}: Pick<PipelineSpec, 'evaluation' | 'source'>): string | null {
  const { split } = source;
  return evaluation.cluster ?? (split.order === 'hash' ? (split.by ?? null) : null);
}

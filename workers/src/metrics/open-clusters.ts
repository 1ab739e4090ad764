/** Responsible for the clusters of held-out rows, as figures take them and as reports name them. */
import type { EvaluationClusters } from '@espalier/domain';
import { type ClusterColumn, clusterColumnOf, openColumn, type ScratchFiles } from '@espalier/metrics';
import type { StoredClusters } from './held-out-files.js';

export interface OpenClusters {
  readonly clusters: ClusterColumn | null;
  readonly found: EvaluationClusters | null;
}

export function openClusters(stored: StoredClusters | null, workspace: ScratchFiles): OpenClusters {
  if (stored === null) return { clusters: null, found: null };
  const clusters = clusterColumnOf(openColumn(stored.ids), workspace);
  return { clusters, found: { column: stored.column, clusters: clusters.count } };
}

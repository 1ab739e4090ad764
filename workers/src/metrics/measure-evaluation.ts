/** Responsible for the metrics of one training: all held-out predictions together, the network's beside the forest's; pure. */
import type { EvaluateBody } from '@espalier/domain';
import { binaryMetrics, clustersOf, compareModels } from '@espalier/metrics';

export interface HeldOutPredictions {
  /** By task, in the spec's order; columns of all rows. */
  readonly tasks: Readonly<
    Record<
      string,
      { readonly labels: Float32Array; readonly network: Float32Array; readonly forest: Float32Array }
    >
  >;
  /** What rows are grouped by; null where each stands for itself. */
  readonly cluster: { readonly column: string; readonly ofRows: BigUint64Array } | null;
}

export function measureEvaluation({ tasks, cluster }: HeldOutPredictions): EvaluateBody {
  const clusters = cluster === null ? null : clustersOf(cluster.ofRows);
  const measured = Object.entries(tasks).map(([task, { labels, network, forest }]) => ({
    task,
    metrics: binaryMetrics({ labels, probabilities: network, clusters }),
    forest: binaryMetrics({ labels, probabilities: forest, clusters }),
    comparison: compareModels({ labels, challenger: network, baseline: forest, clusters }),
  }));
  return {
    metrics: Object.fromEntries(measured.map(({ task, metrics }) => [task, metrics])),
    forest: Object.fromEntries(measured.map(({ task, forest }) => [task, forest])),
    comparison: Object.fromEntries(measured.map(({ task, comparison }) => [task, comparison])),
    cluster:
      cluster === null || clusters === null ? null : { column: cluster.column, clusters: clusters.count },
  };
}

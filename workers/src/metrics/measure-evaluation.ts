/** Responsible for the metrics of one training: all held-out predictions together, the network's beside the forest's. */
import type { EvaluateBody, TaskKindName } from '@espalier/domain';
import { MeasuredRows, openColumn, ScratchFiles, type StoredColumn, taskFigures } from '@espalier/metrics';
import type { StoredClusters } from './held-out-files.js';
import { openClusters } from './open-clusters.js';

export interface HeldOutPredictions {
  /** By task, in the spec's order; columns of all rows. */
  readonly tasks: Readonly<
    Record<
      string,
      {
        readonly kind: TaskKindName;
        readonly labels: StoredColumn;
        readonly network: StoredColumn;
        readonly forest: StoredColumn;
      }
    >
  >;
  /** Null where each row stands for itself. */
  readonly cluster: StoredClusters | null;
}

/** @param folder for what is larger than memory */
export function measureEvaluation({ tasks, cluster }: HeldOutPredictions, folder: string): EvaluateBody {
  const workspace = new ScratchFiles(folder, 'measured');
  const { clusters, found } = openClusters(cluster, workspace);
  const ofTasks = Object.entries(tasks).map(([task, stored]) => {
    const rows = new MeasuredRows(openColumn(stored.labels), { clusters, workspace });
    const network = rows.scoredBy(openColumn(stored.network));
    const forest = rows.scoredBy(openColumn(stored.forest));
    const figures = taskFigures[stored.kind];
    const measured = {
      task,
      metrics: figures.metrics(rows, network),
      forest: figures.metrics(rows, forest),
      comparison: figures.compare(rows, [network], [forest]),
    };
    network.free();
    forest.free();
    return measured;
  });
  return {
    metrics: Object.fromEntries(ofTasks.map(({ task, metrics }) => [task, metrics])),
    forest: Object.fromEntries(ofTasks.map(({ task, forest }) => [task, forest])),
    comparison: Object.fromEntries(ofTasks.map(({ task, comparison }) => [task, comparison])),
    cluster: found,
  };
}

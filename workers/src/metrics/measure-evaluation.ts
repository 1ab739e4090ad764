/** Responsible for the metrics of one training: all held-out predictions together, the network's beside the forest's. */
import {
  type Estimates,
  type EvaluateBody,
  type EvaluationClusters,
  type Plots,
  type TaskKindName,
  taskKinds,
} from '@espalier/domain';
import { MeasuredRows, openColumn, ScratchFiles, type StoredColumn, taskFigures } from '@espalier/metrics';
import type { StoredClusters } from './held-out-files.js';
import { openClusters } from './open-clusters.js';

export type HeldOutColumn = 'labels' | 'network' | 'forest';

export interface HeldOut<Name extends HeldOutColumn> {
  /** By task, in the spec's order; columns of all rows. */
  readonly tasks: Readonly<
    Record<string, { readonly kind: TaskKindName } & { readonly [N in Name]: StoredColumn }>
  >;
  /** Null where each row stands for itself. */
  readonly cluster: StoredClusters | null;
}

export type HeldOutPredictions = HeldOut<HeldOutColumn>;
/** Of a model by itself. */
export type HeldOutScores = HeldOut<'labels' | 'network'>;

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
      estimates: figures.estimates(rows, network),
      forest: figures.metrics(rows, forest),
      comparison: figures.compare(rows, [network], [forest]),
      plots: {
        network: withIdeal(stored.kind, figures.plots(rows, network)),
        forest: withIdeal(stored.kind, figures.plots(rows, forest)),
      },
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
    estimates: Object.fromEntries(ofTasks.map(({ task, estimates }) => [task, estimates])),
    plots: Object.fromEntries(ofTasks.map(({ task, plots }) => [task, plots])),
  };
}

/** Those that say how far a model is from what is wanted, in few points; others can be drawn of predictions. */
function withIdeal(kind: TaskKindName, plots: Plots): Plots {
  const wanted = taskKinds[kind].plots.filter(({ ideal }) => ideal !== undefined);
  return Object.fromEntries(wanted.map(({ name }) => [name, plots[name] ?? []]));
}

export interface Estimated {
  readonly estimates: Estimates;
  /** Null where each row stands for itself. */
  readonly cluster: EvaluationClusters | null;
}

/** Of the network alone, the figures that champions are watched by. */
export function measureEstimates({ tasks, cluster }: HeldOutScores, folder: string): Estimated {
  const workspace = new ScratchFiles(folder, 'measured');
  const { clusters, found } = openClusters(cluster, workspace);
  const ofTasks = Object.entries(tasks).map(([task, { kind, labels, network }]) => {
    const rows = new MeasuredRows(openColumn(labels), { clusters, workspace });
    const model = rows.scoredBy(openColumn(network));
    const estimates = taskFigures[kind].estimates(rows, model);
    model.free();
    return [task, estimates] as const;
  });
  return { estimates: Object.fromEntries(ofTasks), cluster: found };
}

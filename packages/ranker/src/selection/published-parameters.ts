/**
 * The parameters that are exported: the chosen state's, with the forest's own scores for the tasks that keep them.
 * Leaves the choice to `choose-models.ts`, and the graph to `export-network.ts`.
 */
import type { LeafMap, TaskSelection } from '@espalier/domain';
import { initialParameters } from '../network/initial-parameters.js';
import type { NamedTensors } from '../network/named-tensors.js';
import type { NetworkConfig } from '../network/network-config.js';
import { parameterNames, planParameters, planTopology } from '../network/topology.js';

export interface PublishedNetwork {
  readonly parameters: NamedTensors;
  readonly config: NetworkConfig;
}

/**
 * A task that keeps its forest gets an output of nothing but the base margin and its leaves' XGBoost values: exactly the
 * forest. A network over embeddings without `leafSkip` is exported with it where a task needs it; the others' leaves then add
 * zero. One over margins adds the task's margin.
 */
export function publishedParameters(
  state: NamedTensors,
  config: NetworkConfig,
  leafMap: LeafMap,
  tasks: Readonly<Record<string, Pick<TaskSelection, 'model'>>>,
): PublishedNetwork {
  const ofForest = (task: string) => tasks[task]?.model === 'forest';
  const forestTasks = config.tasks.map(({ name }) => name).filter(ofForest);
  if (forestTasks.length === 0) return { parameters: state, config };
  const published: NetworkConfig =
    config.margins === null ? { ...config, leafSkip: true } : { ...config, forestTasks };
  const topology = planTopology(published, leafMap);
  // Whatever of these is drawn by the seed is not the forest's, and is not read.
  const start = initialParameters(planParameters(topology), leafMap, 0);
  const parameters = new Map(state);
  const replaceColumns = (name: string, columnTasks: readonly string[], zeroed: boolean) => {
    const forest = start.get(name);
    if (forest === undefined) throw new RangeError(`A network with leafSkip has no parameter ${name}.`);
    const learnt = state.get(name);
    const width = columnTasks.length;
    const values = learnt?.values.slice() ?? new Float32Array(forest.values.length);
    for (const [column, task] of columnTasks.entries()) {
      if (!ofForest(task)) continue;
      for (let at = column; at < values.length; at += width) {
        values[at] = zeroed ? 0 : (forest.values[at] as number);
      }
    }
    parameters.set(name, { shape: forest.shape, values });
  };
  if (config.margins === null) replaceColumns(parameterNames.skip, topology.tasks, false);
  for (const head of topology.heads) {
    const output = `${head.name}/output`;
    // An added margin has the base margin in it.
    replaceColumns(parameterNames.bias(output), head.tasks, config.margins !== null);
    replaceColumns(parameterNames.kernel(output), head.tasks, true);
  }
  return { parameters, config: published };
}

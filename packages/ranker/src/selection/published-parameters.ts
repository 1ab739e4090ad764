/**
 * The parameters that are exported: the chosen state's, with the forest's own scores for the tasks that keep them.
 * Leaves the choice to `choose-models.ts`, and the graph to `export-network.ts`.
 */
import type { LeafMap, TaskSelection } from '@espalier/domain';
import { architectures } from '../network/architectures/registry.js';
import { initialParameters } from '../network/initial-parameters.js';
import type { NamedTensors } from '../network/named-tensors.js';
import type { NetworkConfig } from '../network/network-config.js';
import { parameterNames } from '../network/parameter-names.js';
import { planTopology } from '../network/topology.js';

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
  const start = initialParameters(topology.parameters, leafMap, 0);
  const parameters = new Map(state);
  /** @param taskAt the task that a number of the parameter belongs to */
  const replace = (name: string, taskAt: (index: number) => string, zeroed: boolean) => {
    const forest = start.get(name);
    if (forest === undefined) throw new RangeError(`A network with leafSkip has no parameter ${name}.`);
    const values = state.get(name)?.values.slice() ?? new Float32Array(forest.values.length);
    for (const [index, value] of forest.values.entries()) {
      if (ofForest(taskAt(index))) values[index] = zeroed ? 0 : value;
    }
    parameters.set(name, { shape: forest.shape, values });
  };
  if (config.margins === null) {
    const { leafLogits } = architectures[config.architecture];
    const taskAt = leafLogits === 'of-own-forest' ? byLeaf(leafMap) : byColumn(topology.tasks);
    replace(parameterNames.skip, taskAt, false);
  }
  for (const head of topology.heads) {
    const output = `${head.name}/output`;
    // An added margin has the base margin in it.
    replace(parameterNames.bias(output), byColumn(head.tasks), config.margins !== null);
    replace(parameterNames.kernel(output), byColumn(head.tasks), true);
  }
  return { parameters, config: published };
}

const byColumn = (tasks: readonly string[]) => (index: number) => tasks[index % tasks.length] as string;

/** The task of the forest that a leaf is of, by its global ID. */
function byLeaf({ forests, totalLeaves }: LeafMap): (index: number) => string {
  const tasks = new Array<string>(totalLeaves);
  for (const { task, trees } of forests) {
    for (const { offset, values } of trees) tasks.fill(task, offset, offset + values.length);
  }
  return (index) => tasks[index] as string;
}

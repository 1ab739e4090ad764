/**
 * The layers of a network and the parameters that they need, worked out from its configuration.
 * Leaves the numbers in the parameters to `initial-parameters.ts` and the arithmetic to `apply-network.ts`.
 */
import { type LeafMap, leafSlots } from '@espalier/domain';
import type { NetworkConfig } from './network-config.js';

/** Something whose numbers are dropped in training. */
export interface DroppedLayer {
  /** Numbers a row that are drawn for. */
  readonly width: number;
  /** Number of the layer over the whole network: the key of its dropout. */
  readonly index: number;
  /** Share that is dropped, in [0, 1). */
  readonly dropRate: number;
}

/** A dense layer with ReLU and dropout. */
export interface Layer extends DroppedLayer {
  /** Prefix of its parameters' names. */
  readonly name: string;
}

/** Layers of its own over what it is given, then one logit for each of its tasks. */
interface Head {
  readonly name: string;
  readonly layers: readonly Layer[];
  readonly tasks: readonly string[];
}

/** Where the margins that a network takes come from, and where they go. */
interface MarginTopology {
  /** Half-open ranges of leaf slots: each task's forest, in the order of the margins. */
  readonly forests: readonly {
    readonly task: string;
    readonly firstSlot: number;
    readonly endSlot: number;
  }[];
  /** Tasks to whose logits their margin is added. */
  readonly addedTo: readonly string[];
}

export interface Topology {
  readonly slots: number;
  readonly totalLeaves: number;
  readonly embeddingDim: number;
  readonly denseColumns: number;
  readonly leafSkip: boolean;
  /** Null where leaves are looked up as embeddings. */
  readonly margins: MarginTopology | null;
  /** A row's embeddings, of which whole leaves are dropped; null where none are. */
  readonly leafDropout: DroppedLayer | null;
  /** Layers common to all heads; empty where heads start at the inputs. */
  readonly trunk: readonly Layer[];
  readonly heads: readonly Head[];
  /** Column order of logits, labels and losses: the heads' tasks, one head after the other. */
  readonly tasks: readonly string[];
}

export interface ParameterSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly start:
    | { readonly kind: 'zero' }
    /** Uniform in ±`limit`. */
    | { readonly kind: 'uniform'; readonly limit: number }
    /** Each leaf's XGBoost value in the column of its own forest's task. */
    | { readonly kind: 'leaf-values'; readonly tasks: readonly string[] }
    /** The base margin of each task's forest, 0 for a task without one. */
    | { readonly kind: 'base-margins'; readonly tasks: readonly string[] };
}

export const parameterNames = {
  embedding: 'leaf/embedding',
  skip: 'leaf/logits',
  kernel: (layer: string) => `${layer}/kernel`,
  /** The rows of an input layer's kernel that take the dense features. */
  denseKernel: (layer: string) => `${layer}/dense_kernel`,
  bias: (layer: string) => `${layer}/bias`,
} as const;

/** Half-width of the embeddings' uniform start, as in Keras. */
const embeddingLimit = 0.05;

export function planTopology(config: NetworkConfig, leafMap: LeafMap): Topology {
  const { leafDropout = 0 } = config;
  let index = 0;
  const stack = (prefix: string, widths: readonly number[]): Layer[] =>
    widths.map((width, depth) => ({
      name: `${prefix}/${depth}`,
      width,
      index: index++,
      dropRate: config.dropout,
    }));
  const groups =
    config.architecture === 'towers'
      ? [...new Set(config.tasks.map((task) => task.group))].map((group) => ({
          name: group,
          tasks: config.tasks.filter((task) => task.group === group).map((task) => task.name),
        }))
      : config.tasks.map((task) => ({ name: task.name, tasks: [task.name] }));
  const trunk = config.architecture === 'towers' ? [] : stack('shared', config.hidden);
  const own = config.architecture === 'towers' ? [...config.hidden, ...config.tower] : config.tower;
  const heads = groups.map(({ name, tasks }) => ({
    name: `tower/${name}`,
    layers: stack(`tower/${name}`, own),
    tasks,
  }));
  return {
    slots: leafSlots(leafMap),
    totalLeaves: leafMap.totalLeaves,
    embeddingDim: config.embeddingDim,
    denseColumns: config.dense.length,
    leafSkip: config.leafSkip,
    margins: config.margins === null ? null : planMargins(config, leafMap),
    // Last, so that the other layers' draws are the same with it and without.
    leafDropout:
      config.margins === null && leafDropout > 0
        ? { width: leafSlots(leafMap), index: index++, dropRate: leafDropout }
        : null,
    trunk,
    heads,
    tasks: heads.flatMap((head) => head.tasks),
  };
}

function planMargins({ tasks, leafSkip, forestTasks = [] }: NetworkConfig, leafMap: LeafMap): MarginTopology {
  let slot = 0;
  const slotsOf = new Map(
    leafMap.forests.map(({ task, trees }) => {
      const firstSlot = slot;
      slot += trees.length;
      return [task, { firstSlot, endSlot: slot }];
    }),
  );
  const names = tasks.map(({ name }) => name);
  return {
    forests: names.map((task) => ({ task, ...(slotsOf.get(task) ?? { firstSlot: 0, endSlot: 0 }) })),
    addedTo: leafSkip ? names : forestTasks,
  };
}

/** What the first layers take of the forests. */
function forestWidth({ margins, slots, embeddingDim }: Topology): number {
  return margins === null ? slots * embeddingDim : margins.forests.length;
}

/** Widths of the layers by their numbers. */
export function layerWidths(topology: Topology): number[] {
  const layers: DroppedLayer[] = [...topology.trunk, ...topology.heads.flatMap((head) => head.layers)];
  if (topology.leafDropout !== null) layers.push(topology.leafDropout);
  return layers.sort((a, b) => a.index - b.index).map(({ width }) => width);
}

/** All trainable parameters, in the order in which states and gradients hold them. */
export function planParameters(topology: Topology): ParameterSpec[] {
  const { embeddingDim, denseColumns, totalLeaves, tasks, margins } = topology;
  const inputWidth = forestWidth(topology);
  const parameters: ParameterSpec[] = [];
  if (margins === null) {
    parameters.push({
      name: parameterNames.embedding,
      shape: [totalLeaves, embeddingDim],
      start: { kind: 'uniform', limit: embeddingLimit },
    });
  }
  if (topology.leafSkip && margins === null) {
    parameters.push({
      name: parameterNames.skip,
      shape: [totalLeaves, tasks.length],
      start: { kind: 'leaf-values', tasks },
    });
  }
  /** Adds a stack's parameters (Glorot & Bengio 2010 uniform) and returns the width that it ends with. */
  const addStack = (layers: readonly Layer[], firstWidth: number | null): number | null => {
    let below = firstWidth;
    for (const { name, width } of layers) {
      const fanIn = below ?? inputWidth + denseColumns;
      const start = { kind: 'uniform', limit: Math.sqrt(6 / (fanIn + width)) } as const;
      parameters.push({
        name: parameterNames.kernel(name),
        shape: [below ?? inputWidth, width],
        start,
      });
      if (below === null && denseColumns > 0) {
        parameters.push({ name: parameterNames.denseKernel(name), shape: [denseColumns, width], start });
      }
      parameters.push({ name: parameterNames.bias(name), shape: [width], start: { kind: 'zero' } });
      below = width;
    }
    return below;
  };
  const trunkWidth = addStack(topology.trunk, null);
  for (const head of topology.heads) {
    const width = addStack(head.layers, trunkWidth) ?? 0;
    const output = `${head.name}/output`;
    parameters.push({
      name: parameterNames.kernel(output),
      shape: [width, head.tasks.length],
      start: topology.leafSkip
        ? { kind: 'zero' }
        : { kind: 'uniform', limit: Math.sqrt(6 / (width + head.tasks.length)) },
    });
    parameters.push({
      name: parameterNames.bias(output),
      shape: [head.tasks.length],
      // Added margins have it in them.
      start:
        margins !== null && topology.leafSkip
          ? { kind: 'zero' }
          : { kind: 'base-margins', tasks: head.tasks },
    });
  }
  return parameters;
}

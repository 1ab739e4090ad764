import { architectures } from '@espalier/domain';
import type { NetworkConfig } from '../network-config.js';
import type { NetworkLayers, Signal } from '../network-layers.js';
import type { Architecture } from './architecture.js';

const defaults = architectures.ple.settings;

/**
 * Progressive layered extraction: `extractionLayers` layers one over the other, each with `experts` experts common to all tasks
 * and `taskExperts` of each task's own, all of `hidden` layers; then each task has its own `tower` and output. A task's gate mixes its
 * own experts and the common ones, the common part's gate mixes all. For layer j of N:
 *
 *     g_k,j(x) = Σᵢ softmax(W_k,j g_k,j-1(x))ᵢ · S_k,j(x)ᵢ,   g_k,0(x) = x
 *     y_k      = w_k · tower_k(g_k,N(x)) + b_k
 *
 * where S_k,j holds the outputs of task k's own experts over g_k,j-1 and of the common ones over the common part's g_s,j-1, and
 * S_s,j those of all. In the last layer the common part has no gate, since nothing would take it. One layer is what the paper calls
 * customized gate control (CGC).
 *
 * Source: Tang, Liu, Zhao & Gong, Progressive Layered Extraction (PLE): A Novel Multi-Task Learning (MTL) Model for Personalized
 * Recommendations, RecSys 2020, section 4.
 */
export const ple: Architecture = {
  leafLogits: 'of-all-forests',
  heads<Value>(layers: NetworkLayers<Value>, config: NetworkConfig) {
    const { extractionLayers = defaults.extractionLayers } = config;
    let common: Signal<Value> | null = layers.inputs;
    let tasks = config.tasks.map(({ name }): Part<Value> => ({ task: name, signal: layers.inputs }));
    for (let depth = 0; common !== null; depth++) {
      const last = depth === extractionLayers - 1;
      ({ common, tasks } = extract(layers, config, { common, tasks }, { name: `extraction/${depth}`, last }));
    }
    return tasks.map(({ task, signal }) => {
      const name = `tower/${task}`;
      return layers.head(name, [task], layers.stack(name, config.tower, signal));
    });
  },
};

/** A task, and what is known of a row for it. */
interface Part<Value> {
  readonly task: string;
  readonly signal: Signal<Value>;
}

interface Extraction<Value> {
  /** Null above the last layer. */
  readonly common: Signal<Value> | null;
  readonly tasks: Part<Value>[];
}

function extract<Value>(
  layers: NetworkLayers<Value>,
  config: NetworkConfig,
  below: Extraction<Value> & { readonly common: Signal<Value> },
  { name, last }: { readonly name: string; readonly last: boolean },
): Extraction<Value> {
  const { experts = defaults.experts, taskExperts = defaults.taskExperts } = config;
  const expertsOf = (owner: string, count: number, from: Signal<Value>) =>
    Array.from({ length: count }, (_, expert) =>
      layers.stack(`${name}/${owner}/${expert}`, config.hidden, from),
    );
  const common = expertsOf('shared', experts, below.common);
  const own = below.tasks.map(({ task, signal }) => expertsOf(`task/${task}`, taskExperts, signal));
  const tasks = below.tasks.map(({ task, signal }, index) => {
    const known = layers.experts([...(own[index] ?? []), ...common]);
    return { task, signal: layers.mixture(`${name}/task/${task}`, known, signal) };
  });
  if (last) return { common: null, tasks };
  const all = layers.experts([...own.flat(), ...common]);
  return { common: layers.mixture(`${name}/shared`, all, below.common), tasks };
}

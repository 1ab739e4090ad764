import { architectures } from '@espalier/domain';
import type { Architecture } from './architecture.js';

/**
 * Multi-gate mixture of experts: `experts` networks of `hidden` layers over the common inputs; each task has a gate that mixes them, then
 * its own `tower` and output:
 *
 *     y_k   = w_k · tower_k(f_k(x)) + b_k
 *     f_k(x) = Σᵢ g_k(x)ᵢ · expertᵢ(x),   g_k(x) = softmax(W_k x)
 *
 * Source: Ma, Zhao, Yi, Chen, Hong & Chi, Modeling Task Relationships in Multi-task Learning with Multi-gate Mixture-of-Experts,
 * KDD 2018, equations 5 to 7.
 */
export const mmoe: Architecture = {
  leafLogits: 'of-all-forests',
  heads(layers, { tasks, hidden, tower, experts = architectures.mmoe.settings.experts }) {
    const common = layers.experts(
      Array.from({ length: experts }, (_, expert) => layers.stack(`expert/${expert}`, hidden, layers.inputs)),
    );
    return tasks.map((task) => {
      const name = `tower/${task.name}`;
      const mixed = layers.mixture(name, common, layers.inputs);
      return layers.head(name, [task.name], layers.stack(name, tower, mixed));
    });
  },
};

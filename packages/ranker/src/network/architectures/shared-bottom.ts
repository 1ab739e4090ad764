import type { Architecture } from './architecture.js';

/**
 * `hidden` is common to all tasks, then each task has its own `tower` and output:
 *
 *     y_k = w_k · tower_k(shared(x)) + b_k
 *
 * Source: Caruana, Multitask Learning, Machine Learning 28 (1997).
 */
export const sharedBottom: Architecture = {
  leafLogits: 'of-all-forests',
  heads(layers, { tasks, hidden, tower }) {
    const shared = layers.stack('shared', hidden, layers.inputs);
    return tasks.map((task) => {
      const name = `tower/${task.name}`;
      return layers.head(name, [task.name], layers.stack(name, tower, shared));
    });
  },
};

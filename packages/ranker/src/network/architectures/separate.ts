import type { Architecture } from './architecture.js';

/**
 * A network a task, `hidden` then `tower`, over that task's own forest and the dense features; all are trained side by side in one step:
 *
 *     y_k = w_k · network_k(x_k) + b_k
 *
 * Tasks share no trained parameters, the forests' among them: what one learns is what it would learn alone, and the baseline for
 * all others.
 *
 * Source: single-task learning as in Caruana, Multitask Learning, Machine Learning 28 (1997), which multi-task learning replaces.
 */
export const separate: Architecture = {
  leafLogits: 'of-own-forest',
  heads(layers, { tasks, hidden, tower }) {
    return tasks.map((task) => {
      const name = `tower/${task.name}`;
      const top = layers.stack(name, [...hidden, ...tower], layers.inputsOf(task.name));
      return layers.head(name, [task.name], top);
    });
  },
};

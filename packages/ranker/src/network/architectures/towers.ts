import type { Architecture } from './architecture.js';

/**
 * Each group of tasks has layers of its own, `hidden` then `tower`, over the common inputs, and an output for each of its tasks:
 *
 *     y_k = w_k · tower_g(k)(x) + b_k
 *
 * Source: LinkedIn's published layout of its feed's model, with a passive and an active group.
 */
export const towers: Architecture = {
  leafLogits: 'of-all-forests',
  heads(layers, { tasks, hidden, tower }) {
    const groups = [...new Set(tasks.map(({ group }) => group))];
    return groups.map((group) => {
      const name = `tower/${group}`;
      const members = tasks.filter((task) => task.group === group).map((task) => task.name);
      return layers.head(name, members, layers.stack(name, [...hidden, ...tower], layers.inputs));
    });
  },
};

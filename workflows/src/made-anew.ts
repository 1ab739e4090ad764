/** What a retry from a stage makes anew; pure. */
import type { RunGraph } from '@espalier/domain';

/** IDs of the instance that it begins from and of all that read it, through however many others. Empty where the graph has none of this ID. */
export function madeAnew(graph: RunGraph, from: string): ReadonlySet<string> {
  const anew = new Set<string>();
  // Each instance comes after those that it reads.
  for (const { id, inputs } of graph) {
    if (id === from || Object.values(inputs).some((read) => anew.has(read))) anew.add(id);
  }
  return anew;
}

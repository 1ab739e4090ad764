/** In which order a graph's instances run: each as soon as those that it reads, or comes after, have ended, side by side otherwise; pure. */
import type { ManifestRef, RunGraph, StageInstance } from '@espalier/domain';
import type { StageInputs } from './contracts.js';

const idPattern = /^[a-z0-9][a-z0-9.-]{0,99}$/;

/** @throws RangeError for an ID that can't name keys and workflows, is there twice, is waited for before it runs, or is read although it may fail */
export function checkGraph(graph: RunGraph): void {
  const known = new Set<string>();
  const mayFail = new Set(graph.filter((instance) => instance.mayFail).map(({ id }) => id));
  for (const { id, inputs, after = [] } of graph) {
    if (!idPattern.test(id)) throw new RangeError(`a stage instance can't be called ${JSON.stringify(id)}`);
    if (known.has(id)) throw new RangeError(`there are two stage instances ${id}`);
    for (const read of Object.values(inputs)) {
      if (!known.has(read))
        throw new RangeError(`stage instance ${id} reads ${read}, which does not come before it`);
      if (mayFail.has(read)) throw new RangeError(`stage instance ${id} reads ${read}, which may fail`);
    }
    for (const other of after) {
      if (!known.has(other))
        throw new RangeError(`stage instance ${id} is after ${other}, which does not come before it`);
    }
    known.add(id);
  }
}

/**
 * Runs every instance once. After a failure none is begun; what runs is waited for, whether it ends well or not.
 * @param run gives what the instance leaves behind; null where it failed and may
 * @param onFailure told of the first failure, while others may run
 * @returns what each instance left behind, by its ID
 * @throws what the first `run` that failed threw
 */
export async function walkGraph(
  graph: RunGraph,
  run: (instance: StageInstance, inputs: StageInputs) => Promise<ManifestRef | null>,
  onFailure: () => void,
): Promise<Readonly<Record<string, ManifestRef>>> {
  checkGraph(graph);
  let failure: { readonly error: unknown } | null = null;
  const left: Record<string, ManifestRef> = {};
  const ends = new Map<string, Promise<void>>();
  const runWhenReady = async (instance: StageInstance): Promise<void> => {
    const { id, inputs, after = [] } = instance;
    await Promise.all([...Object.values(inputs), ...after].map((before) => ends.get(before)));
    if (failure !== null) return;
    const read = Object.entries(inputs).map(([name, from]) => [name, left[from] as ManifestRef]);
    try {
      const manifest = await run(instance, Object.fromEntries(read));
      if (manifest !== null) left[id] = manifest;
    } catch (error) {
      if (failure !== null) return;
      failure = { error };
      onFailure();
    }
  };
  for (const instance of graph) ends.set(instance.id, runWhenReady(instance));
  await Promise.all(ends.values());
  // Assigned in a closure, which the compiler does not follow.
  const first = failure as { readonly error: unknown } | null;
  if (first !== null) throw first.error;
  return left;
}

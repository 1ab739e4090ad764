import type { PipelineSpec } from '../pipeline-schema.js';

/** A task by its name, and by its kind where that is no default. */
export function namedTask({ name, kind }: Pick<PipelineSpec['tasks'][number], 'name' | 'kind'>) {
  return { name, ...(kind === undefined ? {} : { kind }) };
}

import { clusterColumn } from '../cluster-column.js';
import type { PipelineSpec } from '../pipeline-schema.js';
import { namedTask } from './named-task.js';

/** What shapes the figures of predictions that are made. */
export function measuredTasks(spec: PipelineSpec): unknown {
  return { tasks: spec.tasks.map(namedTask), evaluation: { cluster: clusterColumn(spec) } };
}

/** Responsible for one job of a comparison: sends it to the function that computes it. */
import type { ShardContext } from '@espalier/fanout';
import type { ShardServices } from '../../shards/shard-services.js';
import { compareTask } from './compare-task.js';
import type { ComparePayload, CompareResult } from './jobs.js';
import { measureSpeed } from './measure-speed.js';

export function compareShard(
  services: ShardServices,
  payload: ComparePayload,
  { signal }: ShardContext,
): Promise<CompareResult> {
  return payload.kind === 'task'
    ? compareTask(services, payload, signal)
    : measureSpeed(services, payload, signal);
}

/** Responsible for what stands still while a service or all workers of a role are away, in words. Pure. */
import type { WatchedName } from './service-watch.js';

/** Ends of sentences: `Temporal is away: …`. */
export const stoppedBy: Readonly<Record<WatchedName, string>> = {
  temporal: 'runs stand still and nothing can be started or changed; what is done stays done.',
  redis: 'no shard is handed out and no gang begins; steps that run go on.',
  s3: 'no stage can end, and models and pipelines can’t be read; runs try again until it is back.',
  orchestrator: 'runs take no next step, and schedules and models wait; shards and steps that run go on.',
  feature: 'no shard is taken: extract, encode and evaluate wait.',
  encoder: 'no forest is fitted: runs wait at fit-encoder.',
  trainer: 'no network is trained: runs wait at train.',
};

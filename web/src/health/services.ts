/** Responsible for the services that Espalier needs, and what stands still without each. Pure. */
import type { Schemas } from '../api/client.js';

export type ServiceName = keyof Schemas['Health']['services'];

export const services: readonly {
  readonly name: ServiceName;
  readonly title: string;
  readonly does: string;
}[] = [
  { name: 'temporal', title: 'Temporal', does: 'Coordinates runs, schedules, backfills and models.' },
  {
    name: 'redis',
    title: 'Redis',
    does: 'Carries shards to workers, and holds the slots of encoders and trainers.',
  },
  { name: 's3', title: 'S3', does: 'Keeps what runs make, models, pipelines, tokens and the audit log.' },
];

/** Full sentences' ends: `Temporal is away: …`. */
export const stops: Readonly<Record<ServiceName, string>> = {
  temporal: 'runs stand still and nothing can be started or changed; what is done stays done.',
  redis: 'no shard is handed out and no gang begins; steps that run go on.',
  s3: 'no stage can end, and models and pipelines can’t be read; runs try again until it is back.',
};

export function awayServices(health: Schemas['Health'] | undefined): typeof services {
  return services.filter(({ name }) => health?.services[name] === 'away');
}

/** Responsible for the services and workers that Espalier needs, in words. Pure. Leaves what stands still without one to the server. */
import type { Schemas } from '../api/client.js';

export type HealthPart = Schemas['HealthPart'];

interface PartWords {
  readonly title: string;
  readonly does: string;
}

export const wordsOf: Readonly<Record<HealthPart['name'], PartWords>> = {
  temporal: { title: 'Temporal', does: 'Coordinates runs, schedules, backfills and models.' },
  redis: { title: 'Redis', does: 'Carries shards to workers, and holds the slots of encoders and trainers.' },
  s3: { title: 'S3', does: 'Keeps what runs make, models, pipelines, tokens and the audit log.' },
  orchestrator: { title: 'Orchestrator', does: 'Decides what comes next in each run, and commits results.' },
  feature: { title: 'Feature workers', does: 'Take shards: extract, encode, evaluate.' },
  encoder: { title: 'Encoders', does: 'Fit forests.' },
  trainer: { title: 'Trainers', does: 'Train networks.' },
};

/** What does not answer, services first. Workers alone stop nothing that nobody has asked for: only services are told on every view. */
export function awayServices(health: Schemas['Health'] | undefined): readonly HealthPart[] {
  const isService = ({ name }: HealthPart) => name === 'temporal' || name === 'redis' || name === 's3';
  return (health?.parts ?? []).filter((part) => part.state === 'away' && isService(part));
}

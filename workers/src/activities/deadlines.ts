/**
 * Responsible for what people are told of where a pipeline is late: partitions that have not arrived, runs that have not succeeded, a champion
 * that has seen nothing new for too long.
 * Leaves to others: when to look (await-arrivals.ts), which are overdue (partitions), telling (the announcer).
 */
import type { KnownPartitions, Notification } from '@espalier/domain';
import { type Overdue, overduePartitions, partitionSpan } from '@espalier/partitions';
import { readAliases, readVersion, readVersionRecord } from '@espalier/registry';
import { durationSeconds, type PipelineSpec } from '@espalier/spec';
import type { Store } from '@espalier/store';
import type { Announcer } from '../process/announcer.js';

export interface DeadlineServices {
  readonly store: Store;
  readonly announcer: Pick<Announcer, 'announce'>;
}

export interface DeadlineLook {
  readonly spec: PipelineSpec;
  readonly known: KnownPartitions;
  readonly nowMs: number;
}

/** Of one process: what it has told. The same notification again tells nobody anew, but costs two requests. */
export class Deadlines {
  readonly #told = new Set<string>();

  constructor(private readonly services: DeadlineServices) {}

  async look(look: DeadlineLook): Promise<void> {
    const { spec, nowMs } = look;
    const notifications = [...latePartitions(look), ...(await oldChampion(this.services.store, spec, nowMs))];
    for (const notification of notifications) {
      if (this.#told.has(notification.id)) continue;
      await this.services.announcer.announce(notification);
      this.#told.add(notification.id);
    }
  }

  /** A partition that was late is there. */
  async arrived({ spec, nowMs }: Omit<DeadlineLook, 'known'>, label: string): Promise<void> {
    const allowed = spec.runs?.deadlines?.partition;
    if (allowed === undefined || spec.partitions === undefined) return;
    const dueMs = partitionSpan(label, spec.partitions).endMs + 1000 * durationSeconds(allowed);
    if (nowMs <= dueMs) return;
    const { name: pipeline } = spec;
    await this.services.announcer.announce({
      ...{ id: `late/${pipeline}/${label}/over`, type: 'over', at: new Date(nowMs).toISOString() },
      ...{ pipeline, model: null, runId: null },
      title: `${pipeline}: ${label} has arrived`,
      text: `It was due at ${new Date(dueMs).toISOString()}.\nespalier pipeline show ${pipeline}`,
    });
  }
}

function latePartitions({ spec, known, nowMs }: DeadlineLook): readonly Notification[] {
  const { name: pipeline, partitions: scheme, runs } = spec;
  const allowed = runs?.deadlines?.partition;
  const labels = Object.keys(known);
  const [since] = labels;
  if (allowed === undefined || scheme === undefined || since === undefined) return [];
  const { newest = 1 } = runs?.onArrival ?? {};
  const overdue = overduePartitions(
    { done: new Set(labels), since, scheme },
    { nowMs, allowedMs: 1000 * durationSeconds(allowed), newest },
  );
  return overdue.map(({ label, dueMs }: Overdue) => ({
    ...{ id: `late/${pipeline}/${label}`, type: 'partition.late', at: new Date(dueMs).toISOString() },
    ...{ pipeline, model: null, runId: null },
    title: `${pipeline}: ${label} is late`,
    text: `It was to be there ${allowed} after its end, with its marker, and is not.\nespalier pipeline show ${pipeline}`,
  }));
}

/** Told once of each champion: by the newest partition that it has seen, so that training on an old one again makes nothing new. */
async function oldChampion(
  store: Store,
  { name: pipeline, partitions: scheme, publish, runs }: PipelineSpec,
  nowMs: number,
): Promise<readonly Notification[]> {
  const allowed = runs?.deadlines?.champion;
  if (allowed === undefined || scheme === undefined || publish === undefined) return [];
  const { model } = publish;
  const champion = (await readAliases(store, model))?.champion ?? null;
  if (champion === null) return [];
  const version = await readVersion(store, model, champion);
  const { partitions } = await readVersionRecord(store, version.record);
  const newest = partitions
    .filter(({ digest }) => digest !== null)
    .map(({ label }) => label)
    .sort()
    .at(-1);
  if (newest === undefined) return [];
  const dueMs = partitionSpan(newest, scheme).endMs + 1000 * durationSeconds(allowed);
  if (nowMs <= dueMs) return [];
  return [
    {
      ...{ id: `old/${model}/${champion}`, type: 'champion.old', at: new Date(dueMs).toISOString() },
      ...{ pipeline, model, runId: null },
      title: `${model}@${champion} is older than allowed`,
      text: `The champion has seen nothing after ${newest}, and may serve for ${allowed} after its end.\nespalier model show ${model}@champion`,
    },
  ];
}

/**
 * Responsible for what people are told of where a pipeline is late: partitions that have not arrived, runs that have not succeeded, a champion
 * that has seen nothing new for too long.
 * Leaves to others: when to look (await-arrivals.ts), which are overdue (partitions), telling (the announcer).
 */
import type { KnownPartitions, Notification } from '@espalier/domain';
import { type Overdue, overduePartitions, parsePartition, partitionSpan } from '@espalier/partitions';
import { readAliases, readPartitionEnds, readVersion, readVersionRecord } from '@espalier/registry';
import { durationSeconds, type PipelineSpec } from '@espalier/spec';
import type { Store } from '@espalier/store';
import type { Announcer } from '../process/announcer.js';

const lengthMs = { '1d': 86_400_000, '1h': 3_600_000 } as const;

export interface DeadlineServices {
  readonly store: Store;
  readonly announcer: Pick<Announcer, 'announce' | 'hasTold'>;
}

export interface DeadlineLook {
  readonly spec: PipelineSpec;
  readonly known: KnownPartitions;
  readonly nowMs: number;
}

/** Of one process: what it has told. The same notification again tells nobody anew, but costs two requests. */
export class Deadlines {
  readonly #told = new Set<string>();
  /** Labels of partitions that a run has succeeded for. */
  readonly #done = new Set<string>();

  constructor(private readonly services: DeadlineServices) {}

  async look(look: DeadlineLook): Promise<void> {
    const { spec, nowMs } = look;
    const notifications = [
      ...latePartitions(look),
      ...(await this.#lateRuns(look)),
      ...(await oldChampion(this.services.store, spec, nowMs)),
    ];
    for (const notification of notifications) {
      if (this.#told.has(notification.id)) continue;
      await this.services.announcer.announce(notification);
      this.#told.add(notification.id);
    }
  }

  async #lateRuns(look: DeadlineLook): Promise<readonly Notification[]> {
    const { name: pipeline, runs } = look.spec;
    const allowed = runs?.deadlines?.run;
    const candidates = overdue(look, allowed, this.#done);
    for (const { label } of candidates) {
      const ends = await readPartitionEnds(this.services.store, pipeline, label);
      if (ends.hasSucceeded(label)) this.#done.add(label);
    }
    return candidates
      .filter(({ label }) => !this.#done.has(label))
      .map(({ label, dueMs }) => ({
        ...{ id: `late-run/${pipeline}/${label}`, type: 'run.late', at: new Date(dueMs).toISOString() },
        ...{ pipeline, model: null, runId: null },
        title: `${pipeline}: no run for ${label} has succeeded`,
        text: `One was to have succeeded ${allowed} after its end.\nespalier pipeline show ${pipeline}`,
      }));
  }

  /** A partition that was late is there. */
  async arrived({ spec, nowMs }: Omit<DeadlineLook, 'known'>, label: string): Promise<void> {
    const allowed = spec.runs?.deadlines?.partition;
    if (allowed === undefined || spec.partitions === undefined) return;
    const dueMs = partitionSpan(label, spec.partitions).endMs + 1000 * durationSeconds(allowed);
    const { name: pipeline } = spec;
    if (nowMs <= dueMs || !(await this.services.announcer.hasTold(`late/${pipeline}/${label}`))) return;
    await this.services.announcer.announce({
      ...{ id: `late/${pipeline}/${label}/over`, type: 'over', at: new Date(nowMs).toISOString() },
      ...{ pipeline, model: null, runId: null },
      title: `${pipeline}: ${label} has arrived`,
      text: `It was due at ${new Date(dueMs).toISOString()}.\nespalier pipeline show ${pipeline}`,
    });
  }
}

/** @param allowed as the file says it. @param done labels */
function overdue(
  { spec, known, nowMs }: DeadlineLook,
  allowed: string | undefined,
  done: ReadonlySet<string>,
): readonly Overdue[] {
  const { partitions: scheme, runs } = spec;
  // Nothing is due from before the pipeline looked for partitions.
  const [since] = Object.keys(known);
  if (allowed === undefined || scheme === undefined || since === undefined) return [];
  const { newest = 1 } = runs?.onArrival ?? {};
  const allowedMs = 1000 * durationSeconds(allowed);
  return overduePartitions(
    { done, since, scheme },
    // As far back as what was due while the newest are looked at.
    { nowMs, allowedMs, newest: newest + Math.ceil(allowedMs / lengthMs[scheme.every]) },
  );
}

function latePartitions(look: DeadlineLook): readonly Notification[] {
  const { name: pipeline, runs } = look.spec;
  const allowed = runs?.deadlines?.partition;
  return overdue(look, allowed, new Set(Object.keys(look.known))).map(({ label, dueMs }) => ({
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
    .filter(({ digest, label }) => digest !== null && 'label' in parsePartition(label, scheme))
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

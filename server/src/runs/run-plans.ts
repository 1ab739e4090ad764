/**
 * Responsible for what a run would do, told before it is started: a few plans at once, each called off with whoever has asked for it.
 * Leaves to others: planning itself (client, orchestrator).
 */
import type { PlanPreview } from '@espalier/client';
import { EspalierError, slicesOfShards } from '@espalier/domain';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';

/** Each reads footers of the source, for as long as that takes. */
const mostAtOnce = 4;

const spread = z.object({
  medianSeconds: z.number(),
  lowSeconds: z.number(),
  highSeconds: z.number(),
});

export const plannedRunSchema = z
  .object({
    rows: z.number(),
    shards: z.int(),
    partitions: z
      .object({ read: z.int(), missing: z.array(z.string()).describe('A hundred at most.') })
      .nullable()
      .describe('Null where the source is not cut by time.'),
    stages: z.array(
      z.object({
        name: z.string(),
        isCached: z.boolean().describe('It comes from the cache.'),
        reason: z.string().nullable().describe('Why; null where a stage before it has to run first.'),
        seconds: spread.nullable().describe('By past runs; null where none tells.'),
      }),
    ),
    seconds: spread
      .nullable()
      .describe('From the start to the end; null where a stage is unknown to past runs.'),
    slotSeconds: spread.nullable(),
    obstacle: z
      .object({
        stage: z.string(),
        text: z.string(),
        lasts: z.boolean().describe('False for what goes away by itself: other runs end.'),
      })
      .nullable()
      .describe('What would first keep it from going on.'),
    warnings: z.array(z.string()),
    notes: z.array(z.string()),
  })
  .meta({ id: 'PlannedRun' });
export type PlannedRun = z.infer<typeof plannedRunSchema>;

const mostMissing = 100;

export class RunPlans {
  #open = 0;

  /**
   * @param plan is called off when whoever waits for the reply has left
   * @throws EspalierError `server.busy`, or as `plan`
   */
  async make(reply: FastifyReply, plan: (signal: AbortSignal) => Promise<PlanPreview>): Promise<PlannedRun> {
    if (this.#open >= mostAtOnce) {
      throw new EspalierError('server.busy', `${mostAtOnce} runs are being planned already.`);
    }
    const left = new AbortController();
    reply.raw.once('close', () => left.abort());
    this.#open += 1;
    try {
      return told(await plan(left.signal));
    } finally {
      this.#open -= 1;
    }
  }
}

function told({ shards, partitions, stages, cost, obstacle, warnings, notes }: PlanPreview): PlannedRun {
  const missing = partitions?.filter(({ files }) => files === 0).map(({ label }) => label) ?? [];
  return {
    rows: cost?.rows ?? shards.reduce((sum, { rows }) => sum + rows, 0),
    shards: slicesOfShards(shards).length,
    partitions:
      partitions === undefined
        ? null
        : { read: partitions.length - missing.length, missing: missing.slice(0, mostMissing) },
    stages: stages.map(({ name, verdict }) => ({
      name,
      isCached: verdict?.hit === true,
      reason: verdict?.reason ?? null,
      seconds: cost?.stages.find((stage) => stage.name === name)?.seconds ?? null,
    })),
    seconds: cost?.seconds ?? null,
    slotSeconds: cost?.slotSeconds ?? null,
    obstacle: obstacle ?? null,
    warnings: [...warnings],
    notes: [...notes],
  };
}

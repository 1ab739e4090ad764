/** Responsible for a gang's slots, as the workflow asks for them; the allocation itself is the fanout package's. */
import { acquireGang as acquireSlots, releaseGang as releaseSlots } from '@espalier/fanout';
import { openStage } from '@espalier/store';
import type { GangGrant, GangRequest, StageContext } from '@espalier/workflows';
import { Context } from '@temporalio/activity';
import { reportProgress } from '../process/activity-failures.js';
import type { StageServices } from '../stages/stage-services.js';
import { readStoredSpec } from '../stages/stored-spec.js';

export async function worldSize(services: StageServices, context: StageContext): Promise<number> {
  const { spec } = await readStoredSpec(services.store, context.spec);
  return context.stage === 'fit-encoder' ? spec.encoder.workers : spec.training.workers;
}

export async function acquireGang(services: StageServices, request: GangRequest): Promise<GangGrant> {
  const { store, redis, logger } = services;
  const { runId, stage, role, gangId, token } = request;
  await openStage(store, { runId, stage, token });
  return acquireSlots({
    redis,
    role,
    worldSize: request.worldSize,
    gangId,
    token,
    signal: Context.current().cancellationSignal,
    onWaiting: (waiting) => {
      reportProgress({
        kind: 'rank',
        rank: 0,
        worldSize: waiting.worldSize,
        doneSteps: 0,
        totalSteps: 0,
        rowsPerSecond: 0,
        losses: {},
        phase: `waiting for ${waiting.worldSize} ${role} slots: ${waiting.freeSlots} of ${waiting.totalSlots} are free`,
      });
      logger.debug({ runId, stage, ...waiting }, 'waiting for slots');
    },
  });
}

export async function releaseGang(services: StageServices, request: GangRequest): Promise<void> {
  const { role, gangId, token } = request;
  await releaseSlots(services.redis, { role, gangId, token });
}

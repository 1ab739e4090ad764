/** Responsible for a gang's slots, as the workflow asks for them; the allocation itself is the fanout package's. */
import { defaultTeam } from '@espalier/domain';
import {
  acquireGang as acquireSlots,
  type GangWaiting,
  noteTrace,
  releaseGang as releaseSlots,
  waitingWords,
} from '@espalier/fanout';
import { latestCheckpoints, openStage } from '@espalier/store';
import {
  type GangGrant,
  type GangRelease,
  type GangRequest,
  type GangRole,
  instanceOf,
  type StageContext,
} from '@espalier/workflows';
import { Context } from '@temporalio/activity';
import { reportProgress } from '../process/heartbeats.js';
import { slotsOf } from '../stages/stage-environment.js';
import { poolOf } from '../stages/stage-pool.js';
import type { StageServices } from '../stages/stage-services.js';
import { readStoredSpec } from '../stages/stored-spec.js';
import { type FoundWorkers, PoolWatch } from './pool-watch.js';
import { priorityOfSpec, quotaOf, teamOfSpec } from './team-quota.js';

export async function worldSize(services: StageServices, context: StageContext): Promise<number> {
  const { spec } = await readStoredSpec(services.store, context.spec);
  return slotsOf(context.stage, spec);
}

export async function acquireGang(services: StageServices, request: GangRequest): Promise<GangGrant> {
  const { store, redis, logger } = services;
  const { runId, role, gangId, token, worldSize: slots } = request;
  await openStage(store, request);
  // From here on no earlier attempt can save another.
  const saved = await latestCheckpoints(store, request);
  await noteTrace(redis, { runId, owner: services.namespaceId }, { kind: 'gang', role, gangId });
  const { fingerprint, environment } = await poolOf(services, role, slots, request.fingerprint);
  const { code } = services.assumed[role];
  // What was saved by another code than this one's has no workers that could come back.
  const isBound = saved.length > 0 && environment.code === code;
  const watch = new PoolWatch({ redis, role, slots, fingerprint, environment, code, isBound });
  const spec = request.spec === undefined ? null : (await readStoredSpec(store, request.spec)).spec;
  const team = spec === null ? defaultTeam : teamOfSpec(spec);
  const grant = await acquireSlots({
    redis,
    role,
    worldSize: slots,
    gangId,
    token,
    fingerprint,
    team,
    priority: spec === null ? 0 : priorityOfSpec(spec),
    quota: quotaOf(store, team, role),
    signal: Context.current().cancellationSignal,
    onWaiting: async (waiting) => {
      const found = waiting.totalSlots < slots ? await watch.look(Date.now()) : null;
      const waitsFor = waitedFor(role, team, waiting, found);
      reportProgress({
        kind: 'rank',
        rank: 0,
        worldSize: waiting.worldSize,
        doneSteps: 0,
        totalSteps: 0,
        rowsPerSecond: 0,
        losses: {},
        phase: `waiting ${waitsFor}`,
        waiting: waitsFor,
      });
      logger.debug({ runId, stage: instanceOf(request), ...waiting }, 'waiting for slots');
    },
  });
  return { ...grant, savedSteps: saved.reduce((sum, { step }) => sum + step, 0) };
}

/** Why the gang does not start yet; where there are too few slots for ever, what to do about it. */
function waitedFor(role: GangRole, team: string, waiting: GangWaiting, found: FoundWorkers | null): string {
  if (found === null) return waitingWords(role, team, waiting);
  const { others, advice } = found;
  const { worldSize, totalSlots } = waiting;
  const there = others === null ? totalSlots : `${totalSlots} of its environment, and ${others}`;
  return `for ${worldSize} ${role} slots, but there are ${there}: ${advice}`;
}

export async function releaseGang(services: StageServices, request: GangRelease): Promise<void> {
  const { role, gangId, token, worldSize, fingerprint } = request;
  const isAgain = request.startsAgain === true && fingerprint !== undefined;
  const again = isAgain ? { worldSize, fingerprint } : undefined;
  await releaseSlots(services.redis, { role, gangId, token }, again);
}

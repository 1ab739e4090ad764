/** Responsible for a gang's worker host: offers its slot and runs one rank's process at a time in it. */

import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { EspalierError, type RankProgress } from '@espalier/domain';
import { connectRedis, type HostRegistration, registerHost } from '@espalier/fanout';
import { findGpus } from '@espalier/native';
import { loadSettings, type Settings } from '@espalier/settings';
import { createStore, type Store } from '@espalier/store';
import type { GangRole, HostActivities, RankInput, RankResult } from '@espalier/workflows';
import { Context } from '@temporalio/activity';
import { NativeConnection, Worker } from '@temporalio/worker';
import { activity, reportProgress } from '../process/activity-failures.js';
import { createLogger, type Logger } from '../process/logger.js';
import { installTemporalLogger } from '../process/temporal-logger.js';
import { openScratch, serveUntilSignal } from '../process/worker-process.js';
import { readStoredSpec } from '../stages/stored-spec.js';
import { runRankProcess } from './rank-process.js';

/** A rank is a process of one thread; more of them on a machine are more hosts. With GPUs it has one to itself. */
async function slotsOf(role: GangRole, settings: Settings): Promise<number> {
  return role === 'trainer' && settings.device === 'gpu' ? (await findGpus(settings)).length : 1;
}

interface HostServices {
  readonly store: Store;
  readonly logger: Logger;
  readonly registration: HostRegistration;
  readonly scratchDir: string;
}

async function runRank(services: HostServices, input: RankInput): Promise<RankResult> {
  const { store, logger, registration } = services;
  const { context, rank, worldSize, gangId } = input;
  const { runId, stage, token } = context;
  const { spec } = await readStoredSpec(store, context.spec);
  const lease = await registration.beginRank(token, input.slot);
  const scratchDir = join(services.scratchDir, `${gangId}-${token}-rank-${rank}`);
  await mkdir(scratchDir, { recursive: true });
  logger.info({ runId, stage, rank, worldSize, attempt: token }, 'rank started');
  let phase = '';
  const onProgress = (progress: RankProgress) => {
    if (progress.phase !== phase) {
      phase = progress.phase;
      logger.info({ runId, stage, rank, phase, doneSteps: progress.doneSteps }, 'rank phase');
    }
    reportProgress(progress);
  };
  try {
    const result = await runRankProcess({
      assignment: { input, scratchDir },
      signal: AbortSignal.any([Context.current().cancellationSignal, lease.revoked]),
      silenceMs: spec.training.rankSilenceTimeout * 1000,
      onProgress,
    });
    logger.info({ runId, stage, rank, worldSize, attempt: token }, 'rank done');
    return result;
  } catch (error) {
    if (!lease.revoked.aborted) throw error;
    throw new EspalierError('workflow.rank-died', `Rank ${rank} of stage ${stage} lost its slot.`, {
      cause: error,
      details: { runId, stage, rank },
    });
  } finally {
    await registration.endRank(lease);
    await rm(scratchDir, { recursive: true, force: true });
  }
}

/**
 * Runs a host of this role until it is told to end.
 * @throws EspalierError `native.no-gpu` for a trainer that is to use GPUs where there is none
 */
export async function runGangHost(role: GangRole): Promise<void> {
  process.title = `espalier-${role}`;
  const settings = loadSettings();
  const logger = createLogger(settings, role);
  installTemporalLogger(logger);
  const slots = await slotsOf(role, settings);
  const redis = connectRedis(settings.redis.url);
  const store = createStore(settings.s3);
  const hostId = `${hostname()}.${settings.processName ?? `${role}-${process.pid}`}`;
  const incarnation = randomBytes(4).toString('hex');
  // A restarted host never picks up work that was meant for its predecessor.
  const taskQueue = `espalier-${role}.${hostId}.${incarnation}`;
  const connection = await NativeConnection.connect({ address: settings.temporal.address });
  const registration = await registerHost({ redis, role, hostId, incarnation, slots, taskQueue });
  const services = { store, logger, registration, scratchDir: openScratch(settings, role) };
  const activities: HostActivities = {
    runRank: activity(logger, (input: RankInput) => runRank(services, input)),
  };
  const worker = await Worker.create({
    connection,
    namespace: settings.temporal.namespace,
    taskQueue,
    activities,
    maxHeartbeatThrottleInterval: '500 milliseconds',
    shutdownGraceTime: '0 seconds',
    shutdownForceTime: '8 seconds',
  });
  const running = worker.run();
  serveUntilSignal(settings, logger, async () => {
    await registration.close();
    worker.shutdown();
    await running;
    await connection.close();
    redis.disconnect();
    store.close();
  });
  await running;
}

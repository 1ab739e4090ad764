/** Responsible for a gang's worker host: offers its slot and runs one rank's process at a time in it. */

import { randomBytes } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { hostname } from 'node:os';
import { fileURLToPath } from 'node:url';
import { announceWorker, openRedis, registerHost } from '@espalier/fanout';
import { findGpus } from '@espalier/native';
import { findProgram } from '@espalier/programs';
import { loadSettings, type Settings } from '@espalier/settings';
import { createStore } from '@espalier/store';
import type { GangRole, HostActivities, RankInput } from '@espalier/workflows';
import { Worker } from '@temporalio/worker';
import { readEnvironment } from '../environment/read-environment.js';
import { activity } from '../process/activity-failures.js';
import { createLogger } from '../process/logger.js';
import { openScratch } from '../process/scratch-folder.js';
import { connectToTemporal } from '../process/temporal-connection.js';
import { installTemporalLogger } from '../process/temporal-logger.js';
import { WorkInHand } from '../process/work-in-hand.js';
import { serveUntilSignal } from '../process/worker-process.js';
import { LoadedCode } from '../stages/loaded-code.js';
import { fingerprintOf } from '../stages/stage-pool.js';
import { RankStarter } from './rank-starter.js';
import { type HostServices, runRank } from './run-rank.js';

/** A rank is a process of one thread; more of them on a machine are more hosts. With GPUs it has one to itself. */
async function slotsOf(role: GangRole, settings: Settings): Promise<number> {
  return role === 'trainer' && settings.device === 'gpu' ? (await findGpus(settings)).length : 1;
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
  const redis = await openRedis(settings.redis.url);
  const store = createStore(settings.s3);
  const hostId = `${hostname()}.${settings.processName ?? `${role}-${process.pid}`}`;
  const incarnation = randomBytes(4).toString('hex');
  // A restarted host never picks up work that was meant for its predecessor.
  const taskQueue = `espalier-${role}.${hostId}.${incarnation}`;
  const connection = await connectToTemporal(settings);
  const code = await LoadedCode.read(settings);
  const environment = await readEnvironment(role, settings, code.stages);
  const scratchDir = openScratch(settings, role);
  // Looked up once: the ranks of a host run the code that it began with.
  const module = fileURLToPath(new URL('./rank-main.js', import.meta.url));
  const program = findProgram(module);
  // Modules may be replaced between a spare's start and its work; a bundle stays as it is.
  const spares = program === realpathSync(module) ? 0 : slots;
  const fingerprint = fingerprintOf(environment);
  const workerId = `${hostId}.${incarnation}`;
  const announced = await announceWorker({ redis, role, workerId, fingerprint, environment, slots });
  const registration = await registerHost({
    ...{ redis, role, hostId, incarnation, slots, taskQueue },
    fingerprint,
  });
  const ranks = new RankStarter(program, role, spares);
  const services: HostServices = {
    store,
    logger,
    registration,
    fingerprint,
    scratchDir,
    startRank: () => ranks.start(),
    checkCode: (stage) => code.check(stage, hostId),
    work: new WorkInHand(settings, logger),
  };
  const activities: HostActivities = {
    runRank: activity(logger, (input: RankInput) => runRank(services, input)),
  };
  const worker = await Worker.create({
    connection,
    namespace: settings.temporal.namespace,
    taskQueue,
    activities,
    // Each poll is asked anew every minute; no more tasks come at once than there are slots.
    activityTaskPollerBehavior: { type: 'simple-maximum', maximum: slots },
    maxHeartbeatThrottleInterval: '500 milliseconds',
    shutdownGraceTime: '0 seconds',
    shutdownForceTime: '8 seconds',
  });
  const running = worker.run();
  serveUntilSignal(settings, logger, async () => {
    await Promise.all([registration.close(), announced.close()]);
    worker.shutdown();
    await running;
    ranks[Symbol.dispose]();
    await connection.close();
    redis.disconnect();
    store.close();
  });
  await running;
}

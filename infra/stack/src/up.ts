/**
 * Brings the local stack up: chooses ports, writes down where everything is, starts the supervisor and waits until every
 * process answers. Keeping them running is the supervisor's work; services that run elsewhere are only checked.
 */
import { mkdirSync, readdirSync, rmdirSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EspalierError } from '@espalier/domain';
import { makeUsableFolder, withHostLock } from '@espalier/native';
import {
  type Endpoints,
  endpointsFileName,
  inheritedEnvironment,
  loadSettings,
  type Settings,
} from '@espalier/settings';
import { apiServerSpec, serverAddress } from './api-server-spec.js';
import { requireExternalServices } from './external-services.js';
import { writeJsonFile } from './json-file.js';
import { launchProcess } from './launch-process.js';
import { requireMachineOfWorkers } from './machine-of-workers.js';
import { identify, isRunning, markedProcesses, type ProcessIdentity } from './process-identity.js';
import { lastLogLine } from './process-log.js';
import type { ProcessSpec } from './process-spec.js';
import { prepareServers } from './server-secrets.js';
import { seaweedfsSpec, temporalSpec, valkeySpec } from './server-specs.js';
import { type StackLayout, stackLayout } from './stack-layout.js';
import { type InsistedPorts, readStackMemory, recallStackMemory, type StackMemory } from './stack-memory.js';
import type { StackPlan } from './stack-plan.js';
import { readStackState, type StackState } from './stack-state.js';
import { readStatus, type StackStatus } from './status.js';
import { supervisorSpec } from './supervisor-spec.js';
import { type WorkerCounts, workerSpecs } from './worker-specs.js';

export interface UpOptions {
  /** Default: those of this process's environment. */
  readonly settings?: Settings;
  /** Ports that must be these (default: free ones, the same every time). */
  readonly ports?: InsistedPorts;
  /** How many workers of each role (default: 1 orchestrator, 2 of each other; 1 trainer with GPUs). */
  readonly workers?: Partial<WorkerCounts>;
  /** Told about each change of a process while the stack starts. */
  readonly onProgress?: (process: { readonly name: string; readonly state: string }) => void;
  /** The processes to run beside the servers, instead of the workers. */
  readonly processes?: (layout: StackLayout) => readonly ProcessSpec[];
}

export interface UpResult {
  /** True if the stack was up already, so that nothing was started and the options had no effect. */
  readonly alreadyUp: boolean;
  readonly status: StackStatus;
}

const lockTimeoutMs = 180_000;
const pollMs = 50;
const neededRoomBytes = 200e6;

function liveState(layout: StackLayout): StackState | null {
  const state = readStackState(layout.statePath);
  return state !== null && isRunning(state.supervisor) ? state : null;
}

function diskFull({ homeDir }: StackLayout, cause?: unknown): EspalierError {
  return new EspalierError(
    'stack.disk-full',
    `The local stack needs ${neededRoomBytes / 1e6} MB of free room in ${homeDir}, and there is less.`,
    { cause, details: { homeDir, neededBytes: neededRoomBytes } },
  );
}

/** @throws EspalierError `stack.disk-full`. */
function requireRoom(layout: StackLayout): void {
  const { bavail, bsize } = statfsSync(layout.homeDir);
  if (bavail * bsize < neededRoomBytes) throw diskFull(layout);
}

function endpointsOf(settings: Settings, { ports, s3Key, redisPassword }: StackMemory): Endpoints {
  return {
    temporalAddress: `127.0.0.1:${ports.temporal}`,
    temporalUiUrl: `http://127.0.0.1:${ports.temporalUi}`,
    redisUrl: `redis://127.0.0.1:${ports.redis}`,
    redisPassword,
    serverAddress: serverAddress(settings, ports),
    ...(settings.server.publicUrl === null ? {} : { serverUrl: settings.server.publicUrl }),
    s3: {
      endpoint: `http://127.0.0.1:${ports.s3}`,
      region: 'us-east-1',
      bucket: settings.external.s3 ? 'espalier' : settings.s3.bucket,
      ...s3Key,
    },
  };
}

function planProcesses(
  workers: readonly ProcessSpec[],
  settings: Settings,
  layout: StackLayout,
  memory: StackMemory,
): StackPlan {
  const { ports, taskQueuePartitions } = memory;
  const server = { settings, dataDir: layout.dataDir, ports, taskQueuePartitions };
  const { external } = settings;
  return {
    processes: [
      ...(external.temporal ? [] : [temporalSpec(server)]),
      ...(external.redis ? [] : [valkeySpec(server)]),
      ...(external.s3 ? [] : [seaweedfsSpec(server)]),
      ...workers,
    ],
  };
}

async function waitUntilReady(
  supervisor: ProcessIdentity,
  layout: StackLayout,
  onProgress: UpOptions['onProgress'],
): Promise<void> {
  const told = new Map<string, string>();
  for (;;) {
    const running = isRunning(supervisor);
    const read = readStackState(layout.statePath);
    const state = read?.supervisor.startMark === supervisor.startMark ? read : null;
    for (const { name, state: now } of state?.processes ?? []) {
      if (told.get(name) === now) continue;
      told.set(name, now);
      onProgress?.({ name, state: now });
    }
    if (state?.phase === 'ready') return;
    if (state?.phase === 'failed' && state.error !== null && !running) {
      throw EspalierError.deserialize(state.error);
    }
    if (!running) {
      const logPath = layout.logPath('supervisor');
      throw new EspalierError(
        'stack.start-failed',
        `The supervisor ended while the stack was starting: ${lastLogLine(logPath)} (its log: ${logPath})`,
        { details: { logPath } },
      );
    }
    await sleep(pollMs);
  }
}

/** A first `up` that failed leaves no folder behind, unless there is a log to read in it. */
function removeIfEmpty({ homeDir }: StackLayout): void {
  if (readdirSync(homeDir).length === 0) rmdirSync(homeDir);
}

async function startStack(options: UpOptions, settings: Settings, layout: StackLayout): Promise<void> {
  requireRoom(layout);
  const others = options.processes?.(layout);
  const workers = others ?? workerSpecs(options.workers ?? {}, settings.device, layout);
  if (others === undefined) await requireMachineOfWorkers(workers, settings);
  await requireExternalServices(settings);
  const firstTime = readStackMemory(layout.memoryPath) === null;
  const left = (readStackState(layout.statePath)?.processes ?? []).filter(
    ({ identity }) => identity !== null && isRunning(identity),
  );
  // An earlier supervisor was killed: its servers still hold the remembered ports.
  const adopting = left.length > 0 || markedProcesses(layout.homeDir).length > 0;
  const remembered = adopting ? readStackMemory(layout.memoryPath) : null;
  const memory = await recallStackMemory(layout.memoryPath, {
    insisted: options.ports ?? {},
    ownPorts: new Set(Object.values(remembered?.ports ?? {}).filter((port) => port !== undefined)),
  });
  try {
    const beside = others ?? [...workers, apiServerSpec(settings, layout, memory.ports)];
    writeJsonFile(layout.planPath, planProcesses(beside, settings, layout, memory));
    await prepareServers(layout.dataDir, memory);
    writeJsonFile(join(layout.homeDir, endpointsFileName), endpointsOf(settings, memory));
    const child = launchProcess(supervisorSpec(layout), layout);
    const supervisor = child.pid === undefined ? null : identify(child.pid);
    if (supervisor === null)
      throw new EspalierError('stack.start-failed', 'The supervisor could not be started.');
    await waitUntilReady(supervisor, layout, options.onProgress);
  } catch (error) {
    if (left.length === 0) rmSync(layout.statePath, { force: true });
    if (firstTime) {
      for (const path of [layout.memoryPath, layout.planPath, join(layout.homeDir, endpointsFileName)]) {
        rmSync(path, { force: true });
      }
    }
    const { code = '' } = error as NodeJS.ErrnoException;
    throw ['ENOSPC', 'EDQUOT'].includes(code) ? diskFull(layout, error) : error;
  }
}

/**
 * Starts the stack, or finds that it is up; a second `up` at the same time waits for the first.
 * @throws EspalierError `stack.*` or `native.*`; what was started until then is stopped again.
 */
export async function up(options: UpOptions = {}): Promise<UpResult> {
  const settings = options.settings ?? loadSettings();
  makeUsableFolder(settings.homeDir, 'ESPALIER_HOME');
  const layout = stackLayout(settings.homeDir);
  const outcome = await withHostLock(layout.homeDir, 'stack', { timeoutMs: lockTimeoutMs }, async () => {
    // Another `up` that failed meanwhile may have removed the folder again.
    mkdirSync(layout.homeDir, { recursive: true, mode: 0o700 });
    const live = liveState(layout);
    if (live === null || live.phase === 'failed') {
      await startStack(options, settings, layout).catch((error: unknown) => {
        removeIfEmpty(layout);
        throw error;
      });
      return false;
    }
    if (live.phase !== 'ready') await waitUntilReady(live.supervisor, layout, options.onProgress);
    return true;
  });
  if (outcome === null) {
    throw new EspalierError(
      'stack.busy',
      `Another \`espalier up\` or \`down\` is at work on ${layout.homeDir}.`,
    );
  }
  const fresh = loadSettings(inheritedEnvironment({ ESPALIER_HOME: layout.homeDir }));
  return { alreadyUp: outcome.value, status: readStatus(fresh) };
}

/** What runs now, from the supervisor's account checked against the processes themselves. */
import type { ProcessEnd } from '@espalier/domain';
import { loadSettings, redisPlace, type Settings } from '@espalier/settings';
import { isRunning } from './process-identity.js';
import { stackLayout } from './stack-layout.js';
import { readStackState } from './stack-state.js';

export interface StatusRow {
  readonly name: string;
  /** Null when it does not run, or runs elsewhere. */
  readonly pid: number | null;
  /** `external` is a service that the settings place elsewhere; `stopped` one that nobody restarts. */
  readonly state: 'waiting' | 'starting' | 'running' | 'backing-off' | 'stopped' | 'external';
  readonly uptimeMs: number | null;
  readonly restarts: number;
  /** How it ended last, and when; null if it never has. */
  readonly lastEnd: (ProcessEnd & { readonly atMs: number }) | null;
  readonly address: string | null;
}

export interface StackStatus {
  readonly homeDir: string;
  /** `down`: nothing runs. `unsupervised`: processes run and the supervisor does not; the next `up` mends that. */
  readonly phase: 'down' | 'starting' | 'ready' | 'stopping' | 'unsupervised';
  readonly supervisorPid: number | null;
  readonly temporalUiUrl: string | null;
  /** Where people reach the server through what stands before it; null where nothing does. */
  readonly serverUrl: string | null;
  readonly rows: readonly StatusRow[];
}

function externalRows({ external, temporal, redis, s3 }: Settings): readonly StatusRow[] {
  const row = (name: string, address: string): StatusRow => ({
    name,
    pid: null,
    state: 'external',
    uptimeMs: null,
    restarts: 0,
    lastEnd: null,
    address,
  });
  return [
    ...(external.temporal ? [row('temporal', temporal.address)] : []),
    ...(external.redis ? [row('redis', redisPlace(redis.url))] : []),
    ...(external.s3 ? [row('s3', s3.endpoint ?? 'AWS')] : []),
  ];
}

export function readStatus(settings: Settings): StackStatus {
  const layout = stackLayout(settings.homeDir);
  const state = readStackState(layout.statePath);
  const supervised = state !== null && state.phase !== 'failed' && isRunning(state.supervisor);
  const rows = (state?.processes ?? []).map((record): StatusRow => {
    const alive = record.identity !== null && isRunning(record.identity);
    const gone = supervised ? 'backing-off' : 'stopped';
    return {
      name: record.name,
      pid: alive ? (record.identity?.pid ?? null) : null,
      state: alive || (supervised && record.identity === null) ? record.state : gone,
      uptimeMs: alive && record.startedAtMs !== null ? Date.now() - record.startedAtMs : null,
      restarts: record.restarts,
      lastEnd: record.lastEnd,
      address: record.address,
    };
  });
  const anyAlive = rows.some(({ pid }) => pid !== null);
  const unsupervised = anyAlive ? 'unsupervised' : 'down';
  return {
    homeDir: layout.homeDir,
    phase: supervised && state.phase !== 'failed' ? state.phase : unsupervised,
    supervisorPid: supervised ? state.supervisor.pid : null,
    temporalUiUrl: settings.temporal.uiUrl,
    serverUrl: settings.server.publicUrl,
    rows: [...externalRows(settings), ...rows],
  };
}

/** Reads files and process tables only; asks no service. */
export function status(options: { readonly settings?: Settings } = {}): Promise<StackStatus> {
  return Promise.resolve(readStatus(options.settings ?? loadSettings()));
}

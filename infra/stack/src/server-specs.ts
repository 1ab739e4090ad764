/**
 * How Temporal, Valkey and SeaweedFS are started: loopback only, every port chosen, data in one folder.
 * Only command lines; whom the servers let in is `server-secrets.ts`.
 */
import { join } from 'node:path';
import { searchAttributes } from '@espalier/domain';
import { resolveNativePart } from '@espalier/native';
import type { Settings } from '@espalier/settings';
import type { ProcessSpec } from './process-spec.js';
import type { StackPorts } from './stack-ports.js';
import { dynamicConfigFlags, partitionsNow } from './temporal-config.js';

const host = '127.0.0.1';
const serverOrder = 0;

export interface ServerOptions {
  readonly settings: Settings;
  /** Holds one folder for each server's data. */
  readonly dataDir: string;
  readonly ports: StackPorts;
  /** Of Temporal's task queues; those that its database was begun with (default: of a new one). */
  readonly taskQueuePartitions?: number;
}

/**
 * A server starts in its data folder and has no other home: what the account configured for other servers is not for it.
 * Temporal's will not start without a user's name, which an account without a passwd entry does not have.
 */
function livingIn(workingDir: string, env: ProcessSpec['env'] = {}): Pick<ProcessSpec, 'workingDir' | 'env'> {
  return { workingDir, env: { HOME: workingDir, USER: 'espalier', ...env } };
}

export function temporalSpec({
  settings,
  dataDir,
  ports,
  taskQueuePartitions = partitionsNow,
}: ServerOptions): ProcessSpec {
  const { namespace } = settings.temporal;
  const portFlags: readonly (readonly [string, number])[] = [
    ['--port', ports.temporal],
    ['--ui-port', ports.temporalUi],
    ['--http-port', ports.temporalHttp],
    ['--metrics-port', ports.temporalMetrics],
  ];
  return {
    name: 'temporal',
    command: resolveNativePart('temporal', settings),
    args: [
      ...['server', 'start-dev', '--ip', host, '--ui-disable-news-fetch'],
      ...portFlags.flatMap(([flag, port]) => [flag, String(port)]),
      ...['--db-filename', 'temporal.db'],
      // Otherwise each write makes a journal file, waits for the disk several times and removes it. Nothing that was told is ever rewound.
      ...['--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=FULL'],
      ...dynamicConfigFlags(taskQueuePartitions),
      ...(namespace === 'default' ? [] : ['--namespace', namespace]),
      ...Object.entries(searchAttributes).flatMap(([name, type]) => [
        '--search-attribute',
        `${name}=${type}`,
      ]),
    ],
    ...livingIn(join(dataDir, 'temporal')),
    ready: { kind: 'temporal' },
    address: `${host}:${ports.temporal}`,
    ports: portFlags.map(([, port]) => port),
    order: serverOrder,
    stopGraceMs: 10_000,
  };
}

export function valkeySpec({ settings, dataDir, ports }: ServerOptions): ProcessSpec {
  return {
    name: 'valkey',
    command: resolveNativePart('valkey', settings),
    args: [
      // The file holds the password.
      ...['valkey.conf', '--bind', host, '--port', String(ports.redis)],
      // BullMQ needs both: no key may be evicted, and what was acknowledged must outlive the process.
      ...[
        '--maxmemory-policy',
        'noeviction',
        '--appendonly',
        'yes',
        '--appendfsync',
        'everysec',
        '--save',
        '',
      ],
      // Looks after itself a fifth as often as by default: a wait ends, and it hears that it is to stop, up to half a second late.
      ...['--hz', '2'],
    ],
    ...livingIn(join(dataDir, 'valkey')),
    ready: { kind: 'redis' },
    address: `${host}:${ports.redis}`,
    ports: [ports.redis],
    order: serverOrder,
    stopGraceMs: 10_000,
  };
}

export function seaweedfsSpec({ settings, dataDir, ports }: ServerOptions): ProcessSpec {
  const portFlags: readonly (readonly [string, number])[] = [
    ['-master.port', ports.weedMaster],
    ['-master.port.grpc', ports.weedMasterGrpc],
    ['-volume.port', ports.weedVolume],
    ['-volume.port.grpc', ports.weedVolumeGrpc],
    ['-filer.port', ports.weedFiler],
    ['-filer.port.grpc', ports.weedFilerGrpc],
    ['-s3.port', ports.s3],
    ['-s3.port.grpc', ports.s3Grpc],
  ];
  return {
    name: 'seaweedfs',
    command: resolveNativePart('seaweedfs', settings),
    args: [
      ...['-logtostderr=true', 'server', '-dir=data', `-ip=${host}`, `-ip.bind=${host}`],
      ...['-filer', '-s3', '-s3.config=s3.json'],
      ...portFlags.map(([flag, port]) => `${flag}=${port}`),
      // Filer and master would take files from anybody by HTTP; S3 speaks to them by gRPC.
      '-disableHttp',
      // The catalogue services would listen too; nothing here speaks to them.
      ...['-s3.port.iceberg=0', '-s3.port.lance=0', '-master.telemetry=false'],
      // With one master an election has nothing to wait for; the default is 10 to 20 s after a crash.
      ...['-master.electionTimeout=500ms', '-master.heartbeatInterval=100ms'],
      // Small volumes, as many as the disk takes: the default of 30 GB leaves none on a small disk.
      ...['-master.volumeSizeLimitMB=128', '-volume.max=0', '-volume.preStopSeconds=0'],
    ],
    ...livingIn(join(dataDir, 'seaweedfs'), seaweedfsEnv),
    ready: { kind: 's3' },
    address: `${host}:${ports.s3}`,
    ports: portFlags.map(([, port]) => port),
    order: serverOrder,
    // Asked to stop, it waits 15 s for a stream of its own that never ends. What it acknowledged outlives SIGKILL.
    stopGraceMs: 2_000,
  };
}

const seaweedfsEnv = {
  // Its library for reports of crashes looks twenty times a second for some to send, also where nobody has said to whom. With no address it
  // does not start; what the account has set for programs of its own is not for this one either.
  SENTRY_DSN: 'none',
  // Most of its heap are buffers that it has asked for and hardly written. By default it may add as much again before it is collected, which stays in
  // memory after a run.
  GOGC: '10',
};

/** SeaweedFS also opens a socket file for each gRPC and HTTP port, at fixed places, and leaves them behind. */
export function seaweedfsSocketPaths(ports: Omit<StackPorts, 'server'>): readonly string[] {
  return [
    `/tmp/seaweedfs-master-grpc-${ports.weedMasterGrpc}.sock`,
    `/tmp/seaweedfs-volume-grpc-${ports.weedVolumeGrpc}.sock`,
    `/tmp/seaweedfs-filer-grpc-${ports.weedFilerGrpc}.sock`,
    `/tmp/seaweedfs-filer-${ports.weedFiler}.sock`,
    `/tmp/seaweedfs-s3-grpc-${ports.s3Grpc}.sock`,
    `/tmp/seaweedfs-s3-${ports.s3}.sock`,
  ];
}

/**
 * Throw-away servers for tests: real ones, on free loopback ports, with their data in a temporary folder.
 * They end with the test, also when it is killed: each is guarded by a shell that reads from the test's process.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EspalierError } from '@espalier/domain';
import { loadSettings, type Settings } from '@espalier/settings';
import { ensureBucket, probeRedis, probeTemporal } from './probe-services.js';
import type { ProcessSpec } from './process-spec.js';
import { generateServerSecrets, prepareServers } from './server-secrets.js';
import { seaweedfsSocketPaths, seaweedfsSpec, temporalSpec, valkeySpec } from './server-specs.js';
import { chooseStackPorts } from './stack-ports.js';

type Server = 'redis' | 's3' | 'temporal';

/** `bucket` is one of a test's own in an S3 server, which takes seconds to start, that the tests of a process share; `s3` is a server of its own. */
export type TestServerPart = Server | 'bucket';

export interface TestServers extends AsyncDisposable {
  /** Settings that point at these servers; `homeDir` is the temporary folder. */
  readonly settings: Settings;
  /** Kills the server, and starts it again with its data when `meanwhile` has ended. */
  outage(part: Server, meanwhile: () => Promise<void>): Promise<void>;
}

/** The server is this shell's child; when standard input ends, so does the server, and the folder goes, where one is named. */
const guardScript =
  'exec 3<&0; "$@" </dev/null 3<&- & server=$!; (read -r _ <&3; kill -9 $server) >/dev/null 2>&1 & guard=$!; ' +
  'wait $server; status=$?; kill $guard 2>/dev/null; [ -z "$0" ] || rm -rf -- "$0"; exit $status';

const specs: Record<Server, typeof temporalSpec> = {
  redis: valkeySpec,
  s3: seaweedfsSpec,
  temporal: temporalSpec,
};
const probes: Record<Server, (settings: Settings) => Promise<void>> = {
  redis: probeRedis,
  s3: ensureBucket,
  temporal: probeTemporal,
};
const startTimeoutMs = 60_000;
const startAttempts = 3;

function launchGuarded(spec: ProcessSpec, logPath: string, removes = ''): ChildProcess {
  const log = openSync(logPath, 'a');
  const child = spawn('sh', ['-c', guardScript, removes, spec.command, ...spec.args], {
    cwd: spec.workingDir,
    stdio: ['pipe', log, log],
  });
  closeSync(log);
  return child;
}

async function stopGuarded(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.stdin?.destroy();
  await ended;
}

async function waitUntilReady(
  part: Server,
  child: ChildProcess,
  settings: Settings,
  logPath: string,
): Promise<void> {
  const deadline = performance.now() + startTimeoutMs;
  for (;;) {
    try {
      return await probes[part](settings);
    } catch (cause) {
      if (child.exitCode !== null || performance.now() > deadline) {
        const log = readFileSync(logPath, 'utf8').slice(-2000);
        throw new EspalierError('stack.start-failed', `The ${part} server for tests did not start: ${log}`, {
          cause,
        });
      }
      await sleep(50);
    }
  }
}

/** The S3 server of this process, which ends with it, and how many buckets it has. */
let shared: { readonly server: Promise<TestServers>; buckets: number } | undefined;

function startShared(): NonNullable<typeof shared> {
  const server = startOnce({ parts: ['s3'], holdsProcess: false });
  // Whoever asks next starts another.
  server.catch(() => {
    shared = undefined;
  });
  return { server, buckets: 0 };
}

/** Settings of a bucket that nobody else has. */
async function makeBucket(): Promise<Settings['s3']> {
  shared ??= startShared();
  shared.buckets += 1;
  const bucket = `espalier-test-${shared.buckets}`;
  const { settings } = await shared.server;
  const s3 = { ...settings.s3, bucket };
  await ensureBucket({ s3 });
  return s3;
}

interface StartOptions {
  readonly parts: readonly TestServerPart[];
  /** Whether the process waits for the servers to be stopped. */
  readonly holdsProcess: boolean;
}

async function startOnce({ parts, holdsProcess }: StartOptions): Promise<TestServers> {
  const homeDir = mkdtempSync(join(tmpdir(), 'espalier-test-'));
  const ports = await chooseStackPorts();
  const secrets = generateServerSecrets();
  const inherited = loadSettings();
  const settings: Settings = {
    ...inherited,
    homeDir,
    temporal: {
      address: `127.0.0.1:${ports.temporal}`,
      namespace: 'default',
      uiUrl: `http://127.0.0.1:${ports.temporalUi}`,
    },
    redis: { url: `redis://:${secrets.redisPassword}@127.0.0.1:${ports.redis}` },
    s3: {
      endpoint: `http://127.0.0.1:${ports.s3}`,
      region: 'us-east-1',
      bucket: 'espalier-test',
      ...secrets.s3Key,
    },
    external: { temporal: true, redis: true, s3: true },
  };
  await prepareServers(homeDir, secrets);
  const children = new Map<Server, ChildProcess>();
  const launch = async (part: Server) => {
    const logPath = join(homeDir, `${part}.log`);
    const spec = specs[part]({ settings, dataDir: homeDir, ports });
    const child = launchGuarded(spec, logPath, holdsProcess ? '' : homeDir);
    children.set(part, child);
    if (!holdsProcess) {
      child.unref();
      (child.stdin as Socket | null)?.unref();
    }
    await waitUntilReady(part, child, settings, logPath);
  };
  const removeSockets = () => {
    for (const path of seaweedfsSocketPaths(ports)) rmSync(path, { force: true });
  };
  if (!holdsProcess) process.once('exit', removeSockets);
  const dispose = async () => {
    await Promise.all([...children.values()].map(stopGuarded));
    rmSync(homeDir, { recursive: true, force: true });
    removeSockets();
  };
  let { s3 } = settings;
  const begin = async (part: TestServerPart) => {
    if (part === 'bucket') s3 = await makeBucket();
    else await launch(part);
  };
  try {
    await Promise.all(parts.map(begin));
  } catch (error) {
    await dispose();
    throw error;
  }
  const outage: TestServers['outage'] = async (part, meanwhile) => {
    const child = children.get(part);
    if (child === undefined) throw new RangeError(`no ${part} server of its own runs`);
    await stopGuarded(child);
    await meanwhile();
    await launch(part);
  };
  return { settings: { ...settings, s3 }, outage, [Symbol.asyncDispose]: dispose };
}

/**
 * Starts the named servers and waits until each answers (Temporal with its search attributes, S3 with its bucket).
 * @throws EspalierError `native.missing`, or `stack.start-failed` with the end of the server's log.
 */
export async function startTestServers({
  parts,
}: {
  readonly parts: readonly TestServerPart[];
}): Promise<TestServers> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOnce({ parts, holdsProcess: true });
    } catch (error) {
      // Two test processes may choose the same free port at the same moment.
      if (attempt === startAttempts || !/address already in use/i.test(String(error))) throw error;
    }
  }
}

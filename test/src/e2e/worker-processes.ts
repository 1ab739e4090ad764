/** Responsible for worker processes that a test starts itself, each in an environment of its own, on servers of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Endpoints, endpointsFileName, inheritedEnvironment } from '@espalier/settings';
import { startTestServers, type TestServers } from '@espalier/stack';
import { type CommandResult, espalier, workspaceDir } from './espalier-command.js';

export type WorkerKind = 'orchestrator' | 'feature' | 'encoder' | 'trainer';

const readyWithinMs = 60_000;

export class WorkerProcesses implements AsyncDisposable {
  readonly #running = new Set<ChildProcess>();

  private constructor(readonly servers: TestServers) {}

  static async start(): Promise<WorkerProcesses> {
    const servers = await startTestServers({ parts: ['temporal', 'redis', 's3'] });
    const { temporal, redis, s3, homeDir } = servers.settings;
    const { accessKeyId, secretAccessKey } = s3;
    const { host, password } = new URL(redis.url);
    if (accessKeyId === null || secretAccessKey === null) throw new Error('the test servers have no key');
    if (s3.endpoint === null || s3.region === null) throw new Error('the test servers have no S3');
    const endpoints: Endpoints = {
      temporalAddress: temporal.address,
      temporalUiUrl: null,
      redisUrl: `redis://${host}`,
      redisPassword: decodeURIComponent(password),
      s3: { endpoint: s3.endpoint, region: s3.region, bucket: s3.bucket, accessKeyId, secretAccessKey },
    };
    writeFileSync(join(homeDir, endpointsFileName), JSON.stringify(endpoints), { mode: 0o600 });
    return new WorkerProcesses(servers);
  }

  get homeDir(): string {
    return this.servers.settings.homeDir;
  }

  /** Starts one; it is not ready yet. @param env over that of this process */
  start(kind: WorkerKind, env: Readonly<Record<string, string>> = {}): ChildProcess {
    const log = openSync(join(this.homeDir, `${kind}.log`), 'a');
    const child = spawn(process.execPath, [join(workspaceDir, `workers/dist/${kind}-main.js`)], {
      env: inheritedEnvironment({ ESPALIER_HOME: this.homeDir, ...env }),
      stdio: ['ignore', log, log],
    });
    this.#running.add(child);
    return child;
  }

  /** Waits until as many processes of a kind as were started have said that they are ready. */
  async ready(kind: WorkerKind, count = 1): Promise<void> {
    const said = () =>
      readFileSync(join(this.homeDir, `${kind}.log`), 'utf8').split('"msg":"ready"').length - 1;
    const deadlineMs = Date.now() + readyWithinMs;
    while (said() < count) {
      if (Date.now() > deadlineMs) throw new Error(`${count} ${kind} processes are not ready: ${said()} are`);
      await sleep(100);
    }
  }

  async stop(child: ChildProcess): Promise<void> {
    this.#running.delete(child);
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  }

  espalier(...args: string[]): Promise<CommandResult> {
    return espalier(args, { ESPALIER_HOME: this.homeDir });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#running].map((child) => this.stop(child)));
    await this.servers[Symbol.asyncDispose]();
  }
}

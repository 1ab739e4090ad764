/**
 * A real Valkey that tests kill, stop and start again on its port, with its append-only file.
 * Leaves servers that live through a whole test to `startTestServers` of the stack.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveNativePart } from '@espalier/native';
import { connectRedis, pingRedis } from '../connect-redis.js';

async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

export class RestartableValkey implements AsyncDisposable {
  readonly #dir = mkdtempSync(join(tmpdir(), 'espalier-valkey-'));
  #process: ChildProcess | null = null;

  private constructor(private readonly port: number) {}

  static async start(): Promise<RestartableValkey> {
    const valkey = new RestartableValkey(await freePort());
    await valkey.startAgain();
    return valkey;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async startAgain(): Promise<void> {
    const persistence = ['--appendonly', 'yes', '--appendfsync', 'everysec', '--save', ''];
    this.#process = spawn(
      resolveNativePart('valkey'),
      ['--bind', '127.0.0.1', '--port', String(this.port), '--dir', this.#dir, ...persistence],
      { stdio: 'ignore' },
    );
    const redis = connectRedis(this.url);
    await pingRedis(redis, 20_000);
    redis.disconnect();
  }

  /** SIGKILL: what was not yet written to the file is lost. */
  async kill(): Promise<void> {
    const child = this.#process;
    if (child === null) return;
    this.#process = null;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  /** Starts empty: everything that Redis knew is forgotten. */
  async loseEverything(): Promise<void> {
    await this.kill();
    rmSync(join(this.#dir, 'appendonlydir'), { recursive: true, force: true });
    await this.startAgain();
  }

  freeze(): void {
    this.#process?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#process?.kill('SIGCONT');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    rmSync(this.#dir, { recursive: true, force: true });
  }
}

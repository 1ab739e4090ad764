/** Responsible for a stack of a test's own, started and stopped as a user does, in a folder that goes with it. */
import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CommandResult, espalier, workspaceDir } from './espalier-command.js';
import { type StackProcess, stackProcesses } from './stack-processes.js';

export const censusSpec = join(workspaceDir, 'examples/census-income/pipeline.yaml');
export const censusTrain = join(workspaceDir, 'examples/census-income/data/train.parquet');
export const censusTest = join(workspaceDir, 'examples/census-income/data/test.parquet');

export class OwnStack implements AsyncDisposable {
  private constructor(
    /** The test's folder; files of its own go here. */
    readonly dir: string,
    readonly homeDir: string,
  ) {}

  /** @param homeName the name of the stack's home folder */
  static async start(homeName = '.espalier'): Promise<OwnStack> {
    const dir = mkdtempSync(join(tmpdir(), 'espalier-e2e-'));
    const stack = new OwnStack(dir, join(dir, homeName));
    await stack.up();
    return stack;
  }

  espalier(...args: string[]): Promise<CommandResult> {
    return espalier(args, { ESPALIER_HOME: this.homeDir });
  }

  /** Runs a command with --json that has to succeed. @returns the one document that it prints. */
  async json<T>(...args: string[]): Promise<T> {
    const { exitCode, stdout, stderr } = await this.espalier(...args, '--json');
    strictEqual(exitCode, 0, `espalier ${args.join(' ')}\n${stdout}\n${stderr}`);
    return JSON.parse(stdout) as T;
  }

  async up(): Promise<void> {
    await this.json('up');
  }

  processes(): StackProcess[] {
    return stackProcesses(this.homeDir);
  }

  /** Stops the stack and sees that nothing of it is left. */
  async [Symbol.asyncDispose](): Promise<void> {
    const { exitCode, stderr } = await this.espalier('down');
    const orphans = this.processes();
    for (const { pid } of orphans) process.kill(pid, 'SIGKILL');
    rmSync(this.dir, { recursive: true, force: true });
    deepStrictEqual(orphans, [], 'processes that `down` left');
    strictEqual(exitCode, 0, stderr);
  }
}

/**
 * A Python script that answers one JSON line for each JSON line: how a benchmark drives its other side.
 * What the lines mean is the script's and its caller's business.
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { openPythonEnvironment, pythonScript } from './python-environment.js';

const messageLimit = 4000;

export class PythonChild implements AsyncDisposable {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #lines: AsyncIterator<string>;
  #said = '';

  private constructor(child: ChildProcessByStdio<Writable, Readable, Readable>) {
    this.#child = child;
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#said = (this.#said + text).slice(-messageLimit);
    });
    // A script that is gone shows at the next answer, with what it said.
    child.stdin.on('error', () => undefined);
  }

  /** Starts a script of `bench/python`, which ends with this process, fetching its packages if need be. @param own variables of its environment beside the usual ones */
  static async start(
    script: string,
    args: readonly string[],
    own: Readonly<Record<string, string>> = {},
  ): Promise<PythonChild> {
    const { executable, variables } = await openPythonEnvironment();
    const child = spawn(executable, [pythonScript(script), ...args], {
      env: { ...variables, ...own },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const end = () => void child.kill();
    process.once('exit', end);
    child.once('exit', () => process.off('exit', end));
    return new PythonChild(child);
  }

  /** The next line that the script writes, without asking for one. */
  async answer<T>(): Promise<T> {
    const { value, done } = await this.#lines.next();
    if (done) throw new Error(`The Python side ended without an answer:\n${this.#said}`);
    return JSON.parse(value) as T;
  }

  async ask<T>(request: unknown): Promise<T> {
    this.#child.stdin.write(`${JSON.stringify(request)}\n`);
    return this.answer<T>();
  }

  /** Ends the script whatever it does; what it was asked is not answered. */
  kill(): void {
    this.#child.kill();
  }

  /** Ends the script by ending its input, and waits until it is gone. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.stdin.end();
    await gone;
  }
}

/** Responsible for the lines that a run has logged on the server's machine, read once for all who ask at one time: a view asks for its curves and for a stage's lines. */
import { type LogEntry, readRunLog } from '@espalier/client/logs';

export class RunLogs {
  readonly #reading = new Map<string, Promise<readonly LogEntry[]>>();

  constructor(private readonly folder: string) {}

  /** @param endedAtMs of a run that has ended */
  read(runId: string, endedAtMs?: number): Promise<readonly LogEntry[]> {
    const key = `${runId} ${endedAtMs}`;
    const known = this.#reading.get(key);
    if (known !== undefined) return known;
    const reading = readRunLog(this.folder, runId, endedAtMs).finally(() => this.#reading.delete(key));
    this.#reading.set(key, reading);
    return reading;
  }
}

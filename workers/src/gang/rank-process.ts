/** Responsible for one rank's process: starts it, relays its reports, and ends it when told to or when it hangs. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { EspalierError, type RankProgress } from '@espalier/domain';
import type { RankResult } from '@espalier/workflows';
import { cpuTicks, isStopped } from './process-activity.js';
import { rankEnvironment } from './rank-environment.js';
import type { RankAssignment, RankReport } from './rank-messages.js';

export interface RankProcessOptions {
  readonly assignment: RankAssignment;
  /** Ends the rank by SIGKILL. */
  readonly signal: AbortSignal;
  /** A rank that neither reports nor uses its CPU for so long counts as hung. */
  readonly silenceMs: number;
  readonly onProgress: (progress: RankProgress) => void;
}

const checkEveryMs = 500;
/** A stopped process does nothing by itself again, so it gets less patience than a silent one. */
const stoppedMs = 3_000;

/**
 * Runs the rank to its end.
 * @throws EspalierError the rank's own error; `workflow.rank-died`, `workflow.rank-silent`
 */
export async function runRankProcess(options: RankProcessOptions): Promise<RankResult> {
  const { assignment, signal } = options;
  const { rank, context } = assignment.input;
  const where = `Rank ${rank} of stage ${context.stage}`;
  const details = { runId: context.runId, stage: context.stage, rank };
  const program = fileURLToPath(new URL('./rank-main.js', import.meta.url));
  const child = fork(program, [String(process.pid)], {
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: rankEnvironment(),
  });
  let outcome: RankReport | null = null;
  let silent: EspalierError | null = null;
  let lastSignMs = Date.now();
  let lastTicks = 0;
  const kill = () => child.kill('SIGKILL');
  const watch = setInterval(() => {
    const pid = child.pid;
    if (pid === undefined) return;
    const ticks = cpuTicks(pid);
    if (ticks !== null && ticks !== lastTicks) {
      lastTicks = ticks;
      lastSignMs = Date.now();
    }
    const quietMs = Date.now() - lastSignMs;
    if (quietMs < (isStopped(pid) ? stoppedMs : options.silenceMs)) return;
    silent = new EspalierError(
      'workflow.rank-silent',
      `${where} (process ${pid}) gave no sign of life for ${Math.round(quietMs / 1000)} s, so it was ended.`,
      { details },
    );
    kill();
  }, checkEveryMs);
  signal.addEventListener('abort', kill);
  try {
    const ended = new Promise<{ code: number | null; signalName: string | null }>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signalName) => resolve({ code, signalName }));
    });
    child.on('message', (report: RankReport) => {
      lastSignMs = Date.now();
      if (report.kind === 'progress') options.onProgress(report.progress);
      else outcome = report;
    });
    if (signal.aborted) kill();
    child.send(assignment, () => undefined);
    const { code, signalName } = await ended;
    // A message that came before the exit may still be on its way through the event loop.
    await new Promise((resolve) => setImmediate(resolve));
    const last = outcome as RankReport | null;
    if (last?.kind === 'done') return last.result;
    if (last?.kind === 'failed') throw EspalierError.deserialize(last.error);
    if (silent !== null) throw silent as EspalierError;
    const how = signalName === null ? `with exit code ${code}` : `by ${signalName}`;
    throw new EspalierError('workflow.rank-died', `${where} (process ${child.pid}) ended ${how}.`, {
      details,
    });
  } finally {
    clearInterval(watch);
    signal.removeEventListener('abort', kill);
  }
}

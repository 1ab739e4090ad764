/**
 * Responsible for following a run to its end: the live view on a terminal, plain lines elsewhere.
 * Leaves to others: the client's patience with services that are away, and the report at the end.
 */
import type { EspalierClient, RunSnapshot } from '@espalier/client';
import type { RunReport } from '@espalier/domain';
import type { Output } from '../output.js';
import { ProgressLines } from './progress-lines.js';
import { runView } from './run-view.js';

const redrawMs = 250;

interface ProgressDisplay {
  show(snapshot: RunSnapshot): void;
  /** Draws the last state once more and leaves it on the screen. */
  close(): void;
}

async function liveDisplay(stream: NodeJS.WriteStream): Promise<ProgressDisplay> {
  const { createLogUpdate } = await import('log-update');
  const screen = createLogUpdate(stream);
  let latest: RunSnapshot | null = null;
  const draw = () => {
    if (latest) screen(runView(latest, Date.now()));
  };
  const timer = setInterval(draw, redrawMs);
  return {
    show(snapshot) {
      latest = snapshot;
      draw();
    },
    close() {
      clearInterval(timer);
      draw();
      screen.done();
    },
  };
}

function plainDisplay(stream: NodeJS.WriteStream): ProgressDisplay {
  const lines = new ProgressLines();
  return {
    show(snapshot) {
      for (const line of lines.next(snapshot, Date.now())) stream.write(`${line}\n`);
    },
    close() {},
  };
}

/** Follows until the run has ended. @returns its report. */
export async function followRun(client: EspalierClient, runId: string, output: Output): Promise<RunReport> {
  const stream = output.progressStream;
  const display = stream.isTTY ? await liveDisplay(stream) : plainDisplay(stream);
  const ended = new AbortController();
  try {
    for await (const snapshot of client.watch(runId, { signal: ended.signal })) {
      display.show(snapshot);
      if (snapshot.progress.status !== 'running') break;
    }
    return await client.wait(runId);
  } finally {
    ended.abort();
    display.close();
  }
}

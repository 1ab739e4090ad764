/**
 * Responsible for where progress is shown: redrawn in place on a terminal, plain lines elsewhere.
 * Leaves to others: what is shown (run-view.ts, progress-lines.ts) and when it changes (follow-run.ts).
 */
import type { RunSnapshot } from '@espalier/client';
import { ProgressLines } from './progress-lines.js';
import { runView } from './run-view.js';

const redrawMs = 250;

export interface ProgressDisplay {
  show(snapshot: RunSnapshot): void;
  /** A remark that stays on the screen. */
  say(text: string): void;
  /** Draws the last state once more and leaves it on the screen. */
  close(): void;
}

async function liveDisplay(stream: NodeJS.WriteStream): Promise<ProgressDisplay> {
  const { createLogUpdate } = await import('log-update');
  const screen = createLogUpdate(stream);
  const remarks: string[] = [];
  let latest: RunSnapshot | null = null;
  const draw = () => {
    const view = latest ? [runView(latest, Date.now())] : [];
    if (latest || remarks.length > 0) screen([...view, ...remarks].join('\n'));
  };
  const timer = setInterval(draw, redrawMs);
  return {
    show(snapshot) {
      latest = snapshot;
      draw();
    },
    say(text) {
      remarks.push(text);
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
  const write = (line: string) => {
    stream.write(`${line}\n`);
  };
  return {
    show(snapshot) {
      lines.next(snapshot, Date.now()).forEach(write);
    },
    say: write,
    close() {},
  };
}

export function openDisplay(stream: NodeJS.WriteStream): Promise<ProgressDisplay> {
  return stream.isTTY ? liveDisplay(stream) : Promise.resolve(plainDisplay(stream));
}

/**
 * Responsible for where progress is shown: redrawn in place on a terminal, plain lines elsewhere.
 * Leaves to others: what is shown (run-view.ts, progress-lines.ts) and when it changes (follow-run.ts).
 */
import type { RunSnapshot } from '@espalier/client';
import { widthOf, wrapped } from '../render/fit-width.js';
import { printableText } from '../render/printable.js';
import { ProgressLines } from './progress-lines.js';
import { runView } from './run-view.js';
import { TimeLeft } from './time-left.js';

const redrawMs = 250;

export interface ProgressDisplay {
  show(snapshot: RunSnapshot): void;
  /** A remark that stays on the screen. */
  say(text: string): void;
  /** Draws the last state once more and leaves it on the screen. */
  close(): void;
}

async function liveDisplay(stream: NodeJS.WriteStream): Promise<ProgressDisplay> {
  const [{ createLogUpdate }, { wrapAnsi }] = await Promise.all([
    import('log-update'),
    import('fast-wrap-ansi'),
  ]);
  const screen = createLogUpdate(stream);
  const timeLeft = new TimeLeft();
  const remarks: string[] = [];
  let latest: RunSnapshot | null = null;
  let drawnLines = 0;
  const draw = () => {
    const width = widthOf(stream);
    const view = latest ? [runView(latest, { nowMs: Date.now(), width, timeLeft })] : [];
    const said = remarks.map((remark) => wrapped(remark, width, 2));
    if (latest === null && remarks.length === 0) return;
    const text = wrapAnsi(printableText([...view, ...said].join('\n')), width ?? 80, {
      hard: true,
      trim: false,
    });
    const lines = text.split('\n').length;
    // log-update 7 draws only what changed, and loses the lines below where their number changes.
    if (lines !== drawnLines) screen.clear();
    drawnLines = lines;
    screen(text);
  };
  const timer = setInterval(draw, redrawMs);
  return {
    show(snapshot) {
      latest = snapshot;
      timeLeft.observe(snapshot, Date.now());
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
    stream.write(`${printableText(line)}\n`);
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

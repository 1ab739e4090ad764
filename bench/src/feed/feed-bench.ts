/** `bench feed`: how long a million made impressions take, and whether more days take more memory. Each feed is a process of its own. */
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { figure, type Measurement, result } from '../report/bench-document.js';
import { reportOfChild } from '../report/report-of-child.js';
import { say } from '../report/say.js';
import type { FeedReport } from './feed-main.js';

/** Some 45,000 impressions a day. */
const days = { few: 100, many: 800 };
const rounds = 3;
const longestSecondsOfMillion = 10;
/** Eight times the days: what grew with them would be near 8. Native allocators keep a little more for a while. */
const mostMemoryRatio = 1.25;

const program = fileURLToPath(new URL('./feed-main.js', import.meta.url));

export async function benchFeed(): Promise<Measurement> {
  const few: FeedReport[] = [];
  for (let round = 0; round < rounds; round += 1) few.push(await generate(days.few));
  const many = await generate(days.many);
  const count = (impressions = 0) => impressions.toLocaleString('en-US');
  const millions = few.map(({ seconds, impressions }) => (1e6 * seconds) / impressions);
  return {
    results: [
      result(figure('million', millions, 's'), { limit: longestSecondsOfMillion, better: 'lower' }),
      result(
        figure(
          'memory-many/few',
          few.map(({ peakMib }) => many.peakMib / peakMib),
          'x',
        ),
        { limit: mostMemoryRatio, better: 'lower' },
      ),
    ],
    baselines: [
      figure(
        'few-peak-memory',
        few.map(({ peakMib }) => peakMib),
        'MiB',
      ),
      figure('many-peak-memory', [many.peakMib], 'MiB'),
      figure('many', [many.seconds], 's'),
    ],
    notes: [
      `few: ${days.few} days of ${count(few[0]?.impressions)} impressions, ${rounds} rounds; many: ${days.many} days of ${count(many.impressions)}. Into a folder, by a process of its own; peak-memory: VmHWM of that process.`,
    ],
  };
}

async function generate(dayCount: number): Promise<FeedReport> {
  const dir = mkdtempSync(join(tmpdir(), 'espalier-feed-'));
  // Standard output is the benchmark's document.
  const child = fork(program, [dir, `${dayCount}`], { execArgv: [], stdio: ['ignore', 2, 2, 'ipc'] });
  try {
    const report = await reportOfChild<FeedReport>(child, `generating ${dayCount} days`);
    say(`${dayCount} days: ${report.seconds.toFixed(1)} s, ${Math.round(report.peakMib)} MiB`);
    return report;
  } finally {
    child.kill('SIGKILL');
    rmSync(dir, { recursive: true });
  }
}

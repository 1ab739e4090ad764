/** `bench joins`: extraction with lookups and counts against extraction of the same rows without. Each is a process of its own, as tables are read once a process. */
import { fork } from 'node:child_process';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defaultFeed, FolderTarget, generateFeed } from '@espalier/feed';
import { inScratch } from '../census/census-example.js';
import { interleave, speedRatios } from '../interleave.js';
import { figure, type Measurement, result } from '../report/bench-document.js';
import { reportOfChild } from '../report/report-of-child.js';
import { say } from '../report/say.js';
import type { ExtractionOf, ExtractionReport } from './joins-main.js';

const rounds = 3;
const mostTimesAsLong = 3;
const example = fileURLToPath(new URL('../../../examples/feed/pipeline.yaml', import.meta.url));
const program = fileURLToPath(new URL('./joins-main.js', import.meta.url));

export async function benchJoins(): Promise<Measurement> {
  return await inScratch(async (dir) => {
    const feed = { target: new FolderTarget(join(dir, 'data')), scratchDir: join(dir, 'scratch') };
    await generateFeed(defaultFeed, feed);
    await copyFile(example, join(dir, 'pipeline.yaml'));
    let rows = 0;
    const extract = (what: ExtractionOf) => async () => {
      const report = await extraction(dir, what);
      rows = report.rows;
      return report.seconds;
    };
    const seconds = await interleave(
      { plain: extract('plain'), lookups: extract('lookups'), all: extract('all') },
      rounds,
    );
    const perSecond = (all: readonly number[]) => all.map((value) => rows / value);
    const limit = { limit: mostTimesAsLong, better: 'lower' } as const;
    return {
      results: [
        result(figure('lookups/plain', speedRatios(seconds.plain, seconds.lookups), 'x'), limit),
        result(figure('lookups+counts/plain', speedRatios(seconds.plain, seconds.all), 'x'), limit),
      ],
      baselines: [
        figure('plain', perSecond(seconds.plain), 'rows/s'),
        figure('lookups', perSecond(seconds.lookups), 'rows/s'),
        figure('lookups+counts', perSecond(seconds.all), 'rows/s'),
      ],
      notes: [
        `${rows.toLocaleString('en-US')} rows of a made feed, eight days, by examples/feed: two lookups, and six counts over three days beside them. Extraction of all shards by one process, tables and logs read within; ${rounds} interleaved rounds.`,
      ],
    };
  });
}

async function extraction(dir: string, what: ExtractionOf): Promise<ExtractionReport> {
  // Standard output is the benchmark's document.
  const child = fork(program, [dir, what], { execArgv: [], stdio: ['ignore', 2, 2, 'ipc'] });
  try {
    const report = await reportOfChild<ExtractionReport>(child, `extracting ${what}`);
    say(`${what}: ${report.seconds.toFixed(1)} s`);
    return report;
  } finally {
    child.kill('SIGKILL');
  }
}

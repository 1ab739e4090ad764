/** A process of `bench feed`, which generates one feed into a folder and tells what that took. */
import { join } from 'node:path';
import { defaultFeed, FolderTarget, generateFeed } from '@espalier/feed';
import { peakMemoryMib } from '../report/peak-memory.js';

export interface FeedReport {
  readonly impressions: number;
  readonly seconds: number;
  readonly peakMib: number;
}

const [dir = '', days = ''] = process.argv.slice(2);
const startedAtMs = performance.now();
const { impressions } = await generateFeed(
  { ...defaultFeed, days: Number(days) },
  { target: new FolderTarget(join(dir, 'feed')), scratchDir: join(dir, 'scratch') },
);
const seconds = (performance.now() - startedAtMs) / 1000;
process.send?.({ impressions, seconds, peakMib: peakMemoryMib() } satisfies FeedReport);
process.disconnect();

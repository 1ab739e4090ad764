/** One rank's part of a forest's fit, from its latest checkpoint on. */
import { type FitCheckpoint, fitSegmented } from '@espalier/xgboost';
import { digestOf, latestCheckpoint, saveCheckpoint } from './checkpoint-folder.js';
import { forestFit, forestRows } from './made-up-data.js';
import type { RankWork } from './train-network.js';
import type { ForestCase } from './training-cases.js';

/** @returns the digest of the forest */
export async function fitForest({ worldSize }: ForestCase, work: RankWork): Promise<string> {
  const { job, xgb, signal } = work;
  const { rank, checkpointDir } = job;
  const from = await readCheckpoint(checkpointDir);
  const { leave } = await work.meet();
  const matrix = await forestRows(xgb, rank, worldSize);
  work.onBegin(from?.rounds ?? 0);
  const { bytes } = await fitSegmented(xgb, matrix, {
    ...forestFit,
    signal,
    ...(from === null ? {} : { from }),
    onRound: work.onStep,
    onSegment: async (segment) => {
      if (rank !== 0 || checkpointDir === undefined) return;
      work.onSaving(segment.rounds);
      const parts = [{ name: 'forest.ubj', bytes: () => segment.bytes }];
      await saveCheckpoint(checkpointDir, { rounds: segment.rounds }, parts);
    },
  });
  await leave();
  return digestOf(bytes);
}

async function readCheckpoint(dir: string | undefined): Promise<FitCheckpoint | null> {
  const saved = dir === undefined ? null : await latestCheckpoint(dir);
  const [part] = saved?.parts ?? [];
  if (saved === null || part === undefined) return null;
  return { bytes: part.bytes, rounds: (saved.meta as { rounds: number }).rounds };
}

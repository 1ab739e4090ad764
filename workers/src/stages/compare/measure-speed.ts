/**
 * Responsible for how fast each variant's network scores the same rows: by turns, so that a slow moment of the machine meets all. Separate networks
 * are called one after the other, as by a service that keeps a model a task. The rows are put together once, though: each of its models would get
 * its own forest's leaves alone.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { LeafMap } from '@espalier/domain';
import {
  denseOf,
  leavesOf,
  type NetworkScorer,
  openNetworkScorer,
  readTrainingShard,
} from '@espalier/ranker';
import { partOf, readManifest } from '@espalier/store';
import type { ShardServices } from '../../shards/shard-services.js';
import type { ComparePayload, CompareResult } from './jobs.js';

/** More say no more; a held-out shard may hold millions. */
const mostRows = 16_384;
const rounds = 7;

interface OpenNetwork {
  readonly variant: string;
  readonly scorer: NetworkScorer;
  /** Tasks of each call. */
  readonly calls: readonly (readonly string[])[];
  readonly seconds: number[];
}

export async function measureSpeed(
  services: ShardServices,
  { trainings, separate, encoded, leafMap: leafMapRef }: Extract<ComparePayload, { kind: 'speed' }>,
  signal: AbortSignal,
): Promise<CompareResult> {
  const { store } = services;
  const leafMap = (await store.getVerifiedJson(leafMapRef)) as LeafMap;
  const shard = readTrainingShard(await store.getBytes(encoded));
  const count = Math.min(shard.rows, mostRows);
  const [leaves, dense] = [leavesOf(shard), denseOf(shard)];
  const rows = {
    leaves: leaves.subarray(0, (leaves.length / shard.rows) * count),
    dense: dense.subarray(0, (dense.length / shard.rows) * count),
  };
  return services.inScratch(async (folder) => {
    const tf = await services.tensorflow();
    const networks: OpenNetwork[] = [];
    try {
      for (const { variant, train } of trainings) {
        const manifest = await readManifest(store, { ...train, stage: 'train' });
        const savedModelDir = join(folder, variant);
        await mkdir(savedModelDir);
        await store.getToFile(
          partOf(manifest, manifest.body.networkPart),
          join(savedModelDir, 'saved_model.pb'),
        );
        const scorer = await openNetworkScorer(tf, savedModelDir, leafMap);
        const calls = separate.includes(variant) ? scorer.tasks.map((task) => [task]) : [scorer.tasks];
        networks.push({ variant, scorer, calls, seconds: [] });
      }
      // The first round is warming up.
      for (let round = 0; round <= rounds; round++) {
        for (const { scorer, calls, seconds } of networks) {
          // Locks and leases are renewed between.
          await setImmediate(undefined, { signal });
          const startedAt = performance.now();
          await scorer.score(rows, calls);
          if (round > 0) seconds.push((performance.now() - startedAt) / 1000);
        }
      }
    } finally {
      for (const { scorer } of networks) scorer.dispose();
    }
    const speeds = networks.map(({ variant, seconds }) => [variant, count / median(seconds)] as const);
    return { kind: 'speed', rowsPerSecond: Object.fromEntries(speeds) };
  });
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] as number;
}

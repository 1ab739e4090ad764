/**
 * Responsible for one job of a watch: the champion's predictions of a shard's held-out rows, read from the source as the champion reads it.
 * Leaves to others: each step (features, scorer), and what they say of all rows (fold-watch.ts).
 */
import { join } from 'node:path';
import type { ShardContext } from '@espalier/fanout';
import { extractAs, readMatrixChunks } from '@espalier/features';
import type { BundleModel } from '@espalier/scorer';
import { writePart } from '@espalier/store';
import { reasonUnfit, withBundle } from '../../shards/bundle-of-others.js';
import { type Predictions, type TaskScores, writePredictions } from '../../shards/predictions-file.js';
import type { ShardServices } from '../../shards/shard-services.js';
import { inputManifest } from '../input-manifests.js';
import { readStoredSpec } from '../stored-spec.js';
import type { WatchPayload, WatchResult } from './jobs.js';

/** @throws EspalierError as extraction and scoring, all but what makes the bundle unfit */
export async function watchShard(
  services: ShardServices,
  payload: WatchPayload,
  context: ShardContext,
): Promise<WatchResult> {
  const { index, champion, tasks } = payload;
  const { version } = champion;
  const scored = await services
    .inScratch((folder) =>
      withBundle(services, champion.bundle.uri, { folder, signal: context.signal }, (model) =>
        predict(services, payload, context, { folder, model }),
      ),
    )
    .catch(reasonUnfit);
  if (typeof scored === 'string') return { version, rows: 0, predictions: null, unscorable: scored };
  const rows = scored.tasks[tasks[0] ?? '']?.labels.length ?? 0;
  if (rows === 0) return { version, rows, predictions: null, unscorable: null };
  const name = `shard-${String(index).padStart(5, '0')}.arrow`;
  const predictions = await writePart(services.store, name, writePredictions(scored));
  return { version, rows, predictions, unscorable: null };
}

interface OpenChampion {
  readonly folder: string;
  readonly model: BundleModel;
}

async function predict(
  services: ShardServices,
  { slices, tasks, spec: specRef, plan: planRef }: WatchPayload,
  { signal, tellPart, reportRows }: ShardContext,
  { folder, model }: OpenChampion,
): Promise<Predictions<TaskScores>> {
  const { store, scratchDir } = services;
  const { spec } = await readStoredSpec(store, specRef);
  const plan = (await inputManifest(store, { plan: planRef }, 'plan')).body;
  const { schema } = model;
  const [extracted] = await extractAs({
    ...{ slices, plan, spec, schema, store, scratchDir, signal, tellObject: tellPart },
    onlySplits: ['eval'],
    outPath: (split) => join(folder, `${split}.parquet`),
  });
  const rows = extracted?.rows ?? 0;
  const ofTasks = tasks.map((task) => {
    return [task, { labels: new Float32Array(rows), network: new Float32Array(rows) }] as const;
  });
  let clusters: BigUint64Array | null = null;
  const reading = { tasks, training: false, scratchDir: folder };
  const chunks = extracted === undefined ? [] : readMatrixChunks(extracted.path, schema, reading);
  for await (const chunk of chunks) {
    signal.throwIfAborted();
    const { startRow } = chunk;
    const scores = (await model.score(chunk, { forest: false })) as Readonly<Record<string, Float32Array>>;
    for (const [task, { labels, network }] of ofTasks) {
      const [ofLabels, ofModel] = [chunk.labels[task], scores[task]];
      if (ofLabels === undefined || ofModel === undefined) {
        throw new RangeError(`the champion says nothing of task ${task}`);
      }
      labels.set(ofLabels, startRow);
      network.set(ofModel, startRow);
    }
    if (chunk.clusters !== null) {
      clusters ??= new BigUint64Array(rows);
      clusters.set(chunk.clusters, startRow);
    }
    reportRows?.(startRow + chunk.rows);
  }
  return { tasks: Object.fromEntries(ofTasks), clusters };
}

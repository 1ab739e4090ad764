/**
 * Responsible for one job of a challenge: the champion's predictions of a shard's held-out rows, read from the source as the champion reads it, beside
 * those of the run's model for the same rows.
 * Leaves to others: each step (features, scorer), and what the two say of all rows (fold-challenge.ts).
 */
import { join } from 'node:path';
import { EspalierError } from '@espalier/domain';
import type { ShardContext } from '@espalier/fanout';
import { differingRows, extractAs, readMatrixChunks } from '@espalier/features';
import { writePart } from '@espalier/store';
import { reasonUnfit, withBundle } from '../../shards/bundle-of-others.js';
import {
  ofTask,
  type Predictions,
  readPredictions,
  writePredictions,
} from '../../shards/predictions-file.js';
import type { ShardServices } from '../../shards/shard-services.js';
import { inputManifest } from '../input-manifests.js';
import { readStoredSpec } from '../stored-spec.js';
import type { ChallengePayload, ChallengeResult } from './jobs.js';
import { sliced } from './sliced-predictions.js';

/** @throws EspalierError `workflow.other-rows`; as extraction and scoring, all but what makes the bundle unfit */
export async function challengeShard(
  services: ShardServices,
  payload: ChallengePayload,
  context: ShardContext,
): Promise<ChallengeResult> {
  const { store } = services;
  const { index, tasks, predictions: ofRun } = payload;
  const challenger = readPredictions(await store.getBytes(ofRun), tasks);
  const rows = challenger.tasks[tasks[0] ?? '']?.labels.length ?? 0;
  const scored = await services
    .inScratch((folder) => scoreByChampion(services, payload, context, { folder, challenger, rows }))
    .catch(reasonUnfit);
  if (typeof scored === 'string') return { rows, unscorable: scored };
  const both: Predictions = {
    tasks: Object.fromEntries(
      tasks.map((task) => {
        const { labels, network } = ofTask(challenger, task);
        // In the place of the forest: what the network is measured against.
        return [task, { labels, network, forest: ofChampion(scored, task) }];
      }),
    ),
    clusters: challenger.clusters,
  };
  const name = `shard-${String(index).padStart(5, '0')}`;
  const predictions = await writePart(store, `${name}.arrow`, writePredictions(both));
  if (payload.judged === undefined) return { rows, predictions };
  const slices = await sliced(services, payload, context, { name, predictions: both, rows });
  return { rows, predictions, slices };
}

type Scores = Readonly<Record<string, Float32Array>>;

interface KnownRows {
  readonly folder: string;
  readonly challenger: Predictions;
  readonly rows: number;
}

async function scoreByChampion(
  services: ShardServices,
  payload: ChallengePayload,
  { signal, tellPart, reportRows }: ShardContext,
  { folder, challenger, rows }: KnownRows,
): Promise<Scores> {
  const { store, scratchDir } = services;
  const { slices, bundle, tasks } = payload;
  const { spec } = await readStoredSpec(store, payload.spec);
  const plan = (await inputManifest(store, { plan: payload.plan }, 'plan')).body;
  return await withBundle(services, bundle.uri, { folder, signal }, async (model) => {
    const { schema } = model;
    const [extracted] = await extractAs({
      ...{ slices, plan, spec, schema, store, scratchDir, signal, tellObject: tellPart },
      onlySplits: ['eval'],
      outPath: (split) => join(folder, `${split}-of-champion.parquet`),
    });
    if (extracted?.rows !== rows) throw otherRows(payload, `${extracted?.rows ?? 0} rows, not ${rows}`);
    const ownPath = join(folder, 'features.parquet');
    await store.getToFile(payload.features, ownPath);
    const differing = await differingRows(ownPath, extracted.path, { scratchDir: folder });
    if (differing > 0) throw otherRows(payload, `${differing} of ${rows} rows are others`);
    const scores = Object.fromEntries(tasks.map((task) => [task, new Float32Array(rows)]));
    const reading = { tasks, training: false, scratchDir: folder };
    for await (const chunk of readMatrixChunks(extracted.path, schema, reading)) {
      signal.throwIfAborted();
      const { startRow } = chunk;
      const found = await model.score(chunk, { forest: false });
      for (const task of tasks) {
        const { labels } = ofTask(challenger, task);
        if (chunk.labels[task]?.some((label, row) => label !== labels[startRow + row]) !== false) {
          throw otherRows(payload, `labels of ${task} are others`);
        }
        ofChampion(scores, task).set(ofChampion(found as Scores, task), startRow);
      }
      reportRows?.(startRow + chunk.rows);
    }
    return scores;
  });
}

function ofChampion(scores: Scores, task: string): Float32Array {
  const found = scores[task];
  if (found === undefined) throw new RangeError(`the champion says nothing of task ${task}`);
  return found;
}

function otherRows({ slices: [{ uri, index }] }: ChallengePayload, how: string): EspalierError {
  const message = `The held-out rows of ${uri} are not those that the run's model was measured on: ${how}.`;
  return new EspalierError('workflow.other-rows', message, { details: { uri, shard: index } });
}

/**
 * Responsible for a shard's predictions slice by slice: those of the rows of which a column of the source has a value that a gate asks for, as parts of
 * their own, so that a slice is measured as all rows are.
 * Leaves to others: finding the rows (features), measuring (fold-challenge.ts).
 */
import { join } from 'node:path';
import type { ShardContext } from '@espalier/fanout';
import { rowsByValue } from '@espalier/features';
import { writePart } from '@espalier/store';
import { type Predictions, writePredictions } from '../../shards/predictions-file.js';
import type { ShardServices } from '../../shards/shard-services.js';
import { inputManifest } from '../input-manifests.js';
import { readStoredSpec } from '../stored-spec.js';
import type { ChallengePayload, SlicePredictions } from './jobs.js';

interface OfShard {
  /** That parts are called after. */
  readonly name: string;
  readonly predictions: Predictions;
  readonly rows: number;
}

/** @throws EspalierError as `rowsByValue` */
export async function sliced(
  services: ShardServices,
  payload: ChallengePayload,
  { signal }: ShardContext,
  { name, predictions, rows }: OfShard,
): Promise<readonly SlicePredictions[]> {
  const { store, scratchDir } = services;
  const { slices, judged = [] } = payload;
  const { spec } = await readStoredSpec(store, payload.spec);
  const plan = (await inputManifest(store, { plan: payload.plan }, 'plan')).body;
  return await services.inScratch(async (folder) => {
    const shardPath = join(folder, 'features.parquet');
    await store.getToFile(payload.features, shardPath);
    const found: SlicePredictions[] = [];
    for (const [at, { column, values }] of judged.entries()) {
      const options = { plan, spec, slices, shardPath, rows, column, values, store, scratchDir, signal };
      const places = await rowsByValue(options);
      for (const [index, value] of values.entries()) {
        const chosen = rowsOf(places, index + 1);
        if (chosen.length === 0) continue;
        const bytes = writePredictions(of(predictions, chosen));
        const part = await writePart(store, `${name}-slice-${at}-${index}.arrow`, bytes);
        found.push({ column, value, rows: chosen.length, predictions: part });
      }
    }
    return found;
  });
}

/** Rows of one place, ascending. */
function rowsOf(places: Uint8Array, wanted: number): Uint32Array {
  const count = places.reduce((sum, place) => sum + (place === wanted ? 1 : 0), 0);
  const rows = new Uint32Array(count);
  let next = 0;
  for (const [row, place] of places.entries()) {
    if (place !== wanted) continue;
    rows[next] = row;
    next += 1;
  }
  return rows;
}

function of({ tasks, clusters }: Predictions, rows: Uint32Array): Predictions {
  const floats = (column: Float32Array) => Float32Array.from(rows, (row) => column[row] as number);
  return {
    tasks: Object.fromEntries(
      Object.entries(tasks).map(([task, { labels, network, forest }]) => [
        task,
        { labels: floats(labels), network: floats(network), forest: floats(forest) },
      ]),
    ),
    clusters: clusters && BigUint64Array.from(rows, (row) => clusters[row] as bigint),
  };
}

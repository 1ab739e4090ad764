/** Responsible for one encoding job: fetches a feature shard and the forests, uploads the training shard. */
import { join } from 'node:path';
import type { FeatureSchema } from '@espalier/domain';
import type { ShardContext } from '@espalier/fanout';
import { writePart } from '@espalier/store';
import type { ShardServices } from '../../shards/shard-services.js';
import { readJsonOnce } from '../read-once.js';
import { encodeFeatureShard } from './encode-feature-shard.js';
import type { EncodePayload, EncodeResult } from './jobs.js';
import { openForests } from './open-forests.js';
import { asLeaves, asMargins, marginMoments, type OpenForests } from './row-encodings.js';

export async function encodeShard(
  services: ShardServices,
  { index, split, features, schema: schemaRef, as, forests }: EncodePayload,
  { signal, reportRows }: ShardContext,
): Promise<EncodeResult> {
  const { store } = services;
  const schema = (await readJsonOnce(store, schemaRef)) as FeatureSchema;
  const opened: OpenForests[] = [];
  for (const parts of forests) opened.push(await openForests(services, parts));
  const [first] = opened;
  if (first === undefined) throw new RangeError('rows are encoded by at least one forest');
  const tasks = first.leafMap.forests.map(({ task }) => task);
  const encoding = as === 'leaves' ? asLeaves(first) : asMargins(opened, tasks);
  return services.inScratch(async (scratchDir) => {
    const path = join(scratchDir, 'features.parquet');
    await store.getToFile(features, path);
    const options = { schema, tasks, training: split === 'train', scratchDir, signal, reportRows };
    const { bytes, shard, denseColumns } = await encodeFeatureShard(encoding, path, options);
    const name = `${split}/shard-${String(index).padStart(5, '0')}.arrow`;
    const part = await writePart(store, name, bytes);
    const margins = as === 'leaves' ? null : marginMoments(shard, tasks.length);
    return { index, split, rows: shard.rows, encoded: part, denseColumns, margins };
  });
}

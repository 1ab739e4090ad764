/** Responsible for one encoding job: fetches a feature shard and the forests, uploads the training shard. */
import { join } from 'node:path';
import type { FeatureSchema, LeafMap } from '@espalier/domain';
import { openForestEncoder } from '@espalier/forest';
import { stageAttempt, writePart } from '@espalier/store';
import { encodeFeatureShard } from './encode-feature-shard.js';
import type { EncodePayload, EncodeResult } from './shard-contracts.js';
import type { ShardServices } from './shard-services.js';

export async function encodeShard(
  services: ShardServices,
  { target, index, split, features, schema: schemaRef, leafMap: leafMapRef, boosters }: EncodePayload,
  signal: AbortSignal,
  reportRows: (rows: number) => void,
): Promise<EncodeResult> {
  const { store, xgboost } = services;
  const schema = (await store.getVerifiedJson(schemaRef)) as FeatureSchema;
  const leafMap = (await store.getVerifiedJson(leafMapRef)) as LeafMap;
  const forests = await Promise.all(
    boosters.map(async ({ task, part }) => ({ task, bytes: await store.getBytes(part) })),
  );
  const tasks = boosters.map(({ task }) => task);
  const encoder = await openForestEncoder(xgboost, { boosters: forests, leafMap });
  // Awaited here: the encoder must live until the work is done.
  return await services.inScratch(async (scratchDir) => {
    const path = join(scratchDir, 'features.parquet');
    await store.getToFile(features, path);
    const options = { schema, tasks, training: split === 'train', scratchDir, signal, reportRows };
    const { bytes, rows, denseColumns } = await encodeFeatureShard(encoder, path, options);
    const name = `${split}/shard-${String(index).padStart(5, '0')}.arrow`;
    const part = await writePart(store, stageAttempt(target), name, bytes);
    return { index, split, rows, encoded: part, denseColumns };
  });
}

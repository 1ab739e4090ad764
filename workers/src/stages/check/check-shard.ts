/** Responsible for one job of a check: what a feature shard says of its columns. Leaves to others: measuring it (features). */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { FeatureSchema } from '@espalier/domain';
import type { ShardContext } from '@espalier/fanout';
import { profileShard } from '@espalier/features';
import { encodeJson, writePart } from '@espalier/store';
import type { ShardServices } from '../../shards/shard-services.js';
import type { CheckPayload, CheckResult } from './jobs.js';

export async function checkShard(
  services: ShardServices,
  { side, index, features, schema: schemaRef, share }: CheckPayload,
  { signal }: ShardContext,
): Promise<CheckResult> {
  const { store } = services;
  const schema = (await store.getVerifiedJson(schemaRef)) as FeatureSchema;
  return services.inScratch(async (folder) => {
    const path = join(folder, 'features.parquet');
    await store.getToFile(features, path);
    const drawnPath = join(folder, 'drawn.parquet');
    const measured = await profileShard(path, { schema, share, drawnPath, scratchDir: folder, signal });
    const name = `shard-${String(index).padStart(5, '0')}`;
    return {
      side,
      profile: await writePart(store, `${name}.json`, encodeJson(measured)),
      drawn: existsSync(drawnPath) ? await writePart(store, `${name}.parquet`, { path: drawnPath }) : null,
    };
  });
}

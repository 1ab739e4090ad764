/** Responsible for one extraction job: scan the shard's row groups, upload features and statistics of each split. */
import { join } from 'node:path';
import type { ShardContext } from '@espalier/fanout';
import { extractShard as scanShard } from '@espalier/features';
import { writePart } from '@espalier/store';
import type { ShardServices } from '../../shards/shard-services.js';
import { inputManifest } from '../input-manifests.js';
import { readStoredSpec } from '../stored-spec.js';
import type { ExtractPayload, ExtractResult } from './jobs.js';

export async function extractShard(
  services: ShardServices,
  { spec: specRef, slices, features, columns, splitRules, plan: planRef }: ExtractPayload,
  { signal, tellPart }: ShardContext,
): Promise<ExtractResult> {
  const { store } = services;
  const { spec } = await readStoredSpec(store, specRef);
  const plan = planRef && (await inputManifest(store, { plan: planRef }, 'plan')).body;
  const joining = plan?.joins === undefined ? {} : { joins: plan.joins };
  return services.inScratch(async (folder) => {
    const splits = await scanShard({
      slices,
      plan: { features, columns, splitRules, ...joining },
      spec,
      store,
      scratchDir: services.scratchDir,
      outPath: (split) => join(folder, `${split}.parquet`),
      signal,
      tellObject: tellPart,
    });
    const name = `shard-${String(slices[0].index).padStart(5, '0')}`;
    return {
      splits: await Promise.all(
        splits.map(async ({ split, path, rows, statistics }) => ({
          split,
          rows,
          features: await writePart(store, `${split}/${name}.parquet`, { path }),
          statistics: await writePart(
            store,
            `${split}/${name}.statistics.json`,
            new TextEncoder().encode(JSON.stringify(statistics)),
          ),
        })),
      ),
    };
  });
}

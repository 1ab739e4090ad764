import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { writePart } from '@espalier/store';
import type { ShardWork } from '../../stages/stage-computing.js';
import type { TallyBody } from './declaration.js';
import type { TallyPayload } from './jobs.js';

export const tallyShards: ShardWork = {
  inputs: ({ paths }: TallyPayload) => paths,
  shard: async (services, { paths }: TallyPayload) =>
    services.inScratch(async (folder) => {
      const database = await DuckDBInstance.create(join(folder, 'tally.duckdb'));
      const connection = await database.connect();
      let rows = 0;
      for (const path of paths) {
        const reader = await connection.runAndReadAll('SELECT count(*)::DOUBLE FROM read_parquet($1)', [
          path,
        ]);
        rows += Number(reader.getRows()[0]?.[0]);
      }
      connection.closeSync();
      return rows;
    }),
  fold: async ({ services: { store } }, results) => {
    const rows = (results as readonly number[]).reduce((sum, each) => sum + each, 0);
    const bytes = new TextEncoder().encode(JSON.stringify({ rows }));
    const body: TallyBody = { tallyPart: 'tally.json', shards: results.length };
    return { parts: [await writePart(store, body.tallyPart, bytes)], body: body as never };
  },
};

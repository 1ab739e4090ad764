/** A small stage: counts the source's rows, shard by shard, by reading them. Its lines in the registries of workers. */
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { type StageManifest, slicesOfShards } from '@espalier/domain';
import { type PipelineSpec, stageSpecParts } from '@espalier/spec';
import { writePart } from '@espalier/store';
import { commitFolded } from '../../activities/commit-folded.js';
import { type StageModule, stageModules } from '../../activities/stage-modules.js';
import { type ShardModule, shardModules } from '../../shards/shard-modules.js';
import { inputManifest } from '../../stages/input-manifests.js';
import { shardCounts } from '../../stages/shard-count.js';
import { shapesStage } from '../../stages/stage-environment.js';
import { tally } from './stage-name.js';

interface TallyPayload {
  readonly paths: readonly string[];
}

export interface TallyBody {
  readonly tallyPart: string;
  readonly shards: number;
}

const stage: StageModule = {
  jobs: async (store, { inputs }) => {
    const { body } = await inputManifest(store, inputs, 'plan');
    return slicesOfShards(body.shards).map((slices, shard) => {
      const payload: TallyPayload = { paths: slices.map(({ uri }) => uri) };
      return { shard, rows: slices.reduce((sum, { rows }) => sum + rows, 0), payload };
    });
  },
  commitFold: commitFolded,
};

const ofShards: ShardModule = {
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

Object.assign(stageModules, { [tally]: stage });
Object.assign(shardModules, { [tally]: ofShards });
Object.assign(stageSpecParts, { [tally]: ({ seed }: PipelineSpec) => ({ seed }) });
Object.assign(shapesStage, { [tally]: (name: string) => name === 'duckdb' });
Object.assign(shardCounts, { [tally]: ({ body }: StageManifest<TallyBody>) => body.shards });

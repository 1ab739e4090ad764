/** Responsible for one encoder rank's work: its share of the rows, one forest a task, checkpoints, the leaf map. */
import { join } from 'node:path';
import type { FeatureSchema, FeatureShard, PartRef } from '@espalier/domain';
import { type LabelledChunk, readMatrix } from '@espalier/features';
import { buildLeafMap, forestParams } from '@espalier/forest';
import { resolveNativePart } from '@espalier/native';
import {
  commitCheckpoint,
  digestOf,
  digestOfJson,
  latestCheckpoint,
  partOf,
  writePart,
} from '@espalier/store';
import type { RankResult } from '@espalier/workflows';
import { DMatrix, fitSegmented, loadXgboost } from '@espalier/xgboost';
import { inputManifest } from '../stages/input-manifests.js';
import { joinGang } from './join-gang.js';
import type { EncoderOutput } from './rank-outputs.js';
import type { RankServices } from './rank-services.js';
import { shardsOfRank } from './shards-of-rank.js';

interface TaskForest {
  readonly task: string;
  readonly bytes: Uint8Array;
  readonly rounds: number;
}

export async function runEncoderRank(services: RankServices): Promise<RankResult> {
  const { settings, store, spec, input, attempt, reporter } = services;
  const { encoder, seed } = spec;
  const tasks = spec.tasks.map(({ name }) => name);
  reporter.phase('loading');
  const rows = await readRows(services, tasks);
  const forests = await readForests(services);

  const xgb = loadXgboost(resolveNativePart('xgboost', settings));
  const gang = await joinGang(xgb, settings, input, spec.training.rankSilenceTimeout);
  const matrix = await DMatrix.fromDense(xgb, rows.matrix, rows.rows, rows.columns, { threads: 1 });
  const totalSteps = tasks.length * encoder.trees;
  for (const [index, task] of tasks.entries()) {
    const from = forests.find((forest) => forest.task === task);
    if (from?.rounds === encoder.trees) continue;
    await matrix.setLabel(Float32Array.from(rows.labels[task] ?? []));
    const phase = `fitting the forest of ${task}`;
    const startedMs = Date.now();
    const firstRound = from?.rounds ?? 0;
    const fitted = await fitSegmented(xgb, matrix, {
      params: forestParams(encoder),
      rounds: encoder.trees,
      segmentRounds: encoder.checkpointEvery,
      seed: seed + index,
      ...(from === undefined ? {} : { from }),
      onRound: (rounds) => {
        const rowsPerSecond =
          ((rounds - firstRound) * rows.rows * 1000) / Math.max(1, Date.now() - startedMs);
        reporter.report({
          doneSteps: index * encoder.trees + rounds,
          totalSteps,
          rowsPerSecond,
          losses: {},
          phase,
        });
      },
      onSegment: async ({ bytes, rounds }) => {
        if (input.rank !== 0 || rounds === encoder.trees) return;
        const done = [
          ...forests.filter((forest) => forest.rounds === encoder.trees),
          { task, bytes, rounds },
        ];
        await commitCheckpoint(store, attempt, {
          step: index * encoder.trees + rounds,
          parts: done.map((forest) => ({ name: `${forest.task}.ubj`, bytes: forest.bytes })),
          meta: done.map((forest) => ({ task: forest.task, rounds: forest.rounds })),
        });
      },
    });
    const kept = forests.filter((forest) => forest.task !== task);
    forests.splice(0, forests.length, ...kept, { task, ...fitted });
  }
  await gang.leave();

  const ordered = tasks.flatMap((task) => forests.filter((forest) => forest.task === task));
  const modelDigest = digestOfJson(ordered.map(({ bytes }) => digestOf(bytes)));
  if (input.rank !== 0) return { rank: input.rank, modelDigest, output: null };
  reporter.phase('uploading');
  const leafMap = await buildLeafMap(xgb, ordered);
  const leafMapPart = await writePart(store, attempt, 'leaf-map.json', jsonBytes(leafMap));
  const boosters: { task: string; part: PartRef }[] = [];
  for (const { task, bytes } of ordered) {
    boosters.push({ task, part: await writePart(store, attempt, `encoder/${task}.ubj`, bytes) });
  }
  const output: EncoderOutput = {
    parts: [leafMapPart, ...boosters.map(({ part }) => part)],
    body: {
      boosters: boosters.map(({ task, part }) => ({ task, part: part.name })),
      leafMapPart: leafMapPart.name,
      worldSize: input.worldSize,
      totalLeaves: leafMap.totalLeaves,
    },
  };
  return { rank: 0, modelDigest, output: await writePart(store, attempt, 'output.json', jsonBytes(output)) };
}

function jsonBytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

/** This rank's rows: whole feature shards, balanced by rows, of the encoder's own split where it has one. */
async function readRows(services: RankServices, tasks: readonly string[]) {
  const { store, input, scratchDir } = services;
  const extract = await inputManifest(store, input.context.inputs, 'extract');
  const schema = (await store.getVerifiedJson(partOf(extract, extract.body.schemaPart))) as FeatureSchema;
  const own = extract.body.rows.encoder > 0 ? 'encoder' : 'train';
  const training = extract.body.shards.filter(({ split }) => split === own);
  const mine: readonly FeatureShard[] = shardsOfRank(training, input.rank, input.worldSize);
  const chunks: LabelledChunk[] = [];
  for (const shard of mine) {
    const path = join(scratchDir, `shard-${shard.index}.parquet`);
    await store.getToFile(partOf(extract, shard.part), path);
    chunks.push(await readMatrix(path, schema, { tasks, training: true, scratchDir }));
  }
  return joinRows(chunks, tasks, schema.columns.length);
}

function joinRows(chunks: readonly LabelledChunk[], tasks: readonly string[], columns: number) {
  const rows = chunks.reduce((sum, chunk) => sum + chunk.rows, 0);
  const matrix = new Float32Array(rows * columns);
  const labels = Object.fromEntries(tasks.map((task) => [task, new Uint8Array(rows)]));
  let row = 0;
  for (const chunk of chunks) {
    matrix.set(chunk.matrix, row * columns);
    for (const task of tasks) labels[task]?.set(chunk.labels[task] ?? [], row);
    row += chunk.rows;
  }
  return { rows, columns, matrix, labels };
}

/** The forests of the last checkpoint, finished or not; read before the gang meets, so that all ranks see the same. */
async function readForests({ store, input }: RankServices): Promise<TaskForest[]> {
  const { runId, stage } = input.context;
  const checkpoint = await latestCheckpoint(store, { runId, stage });
  if (checkpoint === null) return [];
  const rounds = checkpoint.meta as { task: string; rounds: number }[];
  return Promise.all(
    rounds.map(async (forest) => {
      const part = checkpoint.parts.find(({ name }) => name === `${forest.task}.ubj`);
      if (part === undefined) throw new RangeError(`the checkpoint lacks the forest of ${forest.task}`);
      return { ...forest, bytes: await store.getBytes(part) };
    }),
  );
}

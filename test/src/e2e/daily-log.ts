/** A log of four days on the stack, and a pipeline that trains on it by the day and registers what comes of it. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { VersionRecord } from '@espalier/domain';
import { makeParquet } from './leaking-log.js';
import type { OwnStack } from './own-stack.js';

const spec = `name: daily
partitions: { key: day }
source:
  train: { uri: "log/day={day}/", last: 2, skip: 1 }
  eval: { uri: "log/day={day}/" }
tasks: [{ name: conversion, group: active, label: converted }]
encoder: { trees: 10, workers: 1 }
training: { epochs: 1, workers: 1 }
checks: {}
publish:
  model: home-feed
  gates:
    - { figure: auc, atLeast: 0.5 }
    - { figure: positives, atLeast: 10 }
    - { figure: observedOverExpected, atLeast: 0.5, atMost: 2 }
    - { figure: scoringP99Ms, rows: 100, atMost: 10000 }
`;
export const days = ['2026-03-01', '2026-03-02', '2026-03-03', '2026-03-04'];

export interface ShownVersion {
  readonly version: number;
  readonly run: string;
  readonly bundle: { readonly uri: string };
  readonly standing: string;
  readonly aliases: Readonly<Record<string, number | null>>;
  readonly made: VersionRecord;
}

/** @returns the pipeline's path */
export async function writeDailyPipeline(stack: OwnStack): Promise<string> {
  const path = join(stack.dir, 'daily.yaml');
  await writeFile(path, spec);
  for (const [index, day] of days.entries()) {
    const folder = join(stack.dir, 'log', `day=${day}`);
    await mkdir(folder, { recursive: true });
    const from = index * 2_000;
    await makeParquet(
      folder,
      'log.parquet',
      `SELECT hash(i + 5) % 1000 / 10 AS price, hash(i + 3) % 100 < 6 + 30 * (hash(i + 5) % 1000 > 500)::INTEGER AS converted
       FROM range(${from}, ${from + 2_000}) t(i)`,
    );
  }
  return path;
}

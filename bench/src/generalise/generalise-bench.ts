/** `bench generalise`: network against forest on made data sets of many kinds, each through a whole run with the defaults. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadSpec } from '@espalier/spec';
import { inScratch } from '../census/census-example.js';
import type { Measurement } from '../report/bench-document.js';
import { alignColumns } from '../report/render-table.js';
import { say } from '../report/say.js';
import { type BenchStack, withStack } from '../stack/bench-stack.js';
import { type DataSet, dataSets, pipelineOf, tasksOf } from './data-sets.js';
import {
  gainBaselines,
  gainColumns,
  gainResults,
  gainRows,
  gainsOf,
  type SetReport,
} from './gain-results.js';
import { writeDataSet } from './make-data-set.js';

const seed = 1;

async function runSet({ client }: BenchStack, set: DataSet, folder: string): Promise<SetReport> {
  const startedMs = performance.now();
  const seconds = () => `${((performance.now() - startedMs) / 1000).toFixed(0)} s`;
  await mkdir(folder);
  await writeDataSet({ name: set.name, rows: set.rows, seed }, folder);
  const path = join(folder, 'pipeline.json');
  await writeFile(path, JSON.stringify(pipelineOf(set)));
  say(`${set.name}: made in ${seconds()}`);
  const { runId } = await client.submit(await loadSpec(path));
  const report = await client.wait(runId);
  if (report.status !== 'succeeded') {
    throw new Error(`run ${runId} ${report.status}: ${report.error?.message ?? 'no reason given'}`);
  }
  for (const [task, { model, reason }] of Object.entries(report.selection?.tasks ?? {})) {
    say(`${set.name}/${task}: ${model}, ${reason}`);
  }
  say(`${set.name}: done after ${seconds()}`);
  return report;
}

export async function benchGeneralise(): Promise<Measurement> {
  const gains = await inScratch((scratchDir) =>
    withStack(async (stack) => {
      const measured: ReturnType<typeof gainsOf> = [];
      for (const set of dataSets) {
        const report = await runSet(stack, set, join(scratchDir, set.name));
        measured.push(...gainsOf(set.name, tasksOf(set), report));
      }
      return measured;
    }),
  );
  const results = gainResults(gains);
  const won = results.at(-1);
  return {
    results,
    baselines: gainBaselines(gains),
    text: alignColumns(gainColumns, gainRows(gains, results)).concat(
      '',
      `wins: ${won?.value} sets with a task whose interval lies above zero (target ${won?.target}): ${won?.holds ? 'holds' : 'MISSED'}`,
    ),
    notes: [
      'Each set is made by SQL (bench/generalise), then extracted, trained and evaluated by a run with the default settings; eval rows decide nothing.',
      'forest, network: AUC on the eval rows. difference: network less forest on the same rows, with its 95 % interval, by member where rows have one. log loss: the network’s against the forest’s.',
      'published: whose scores the bundle gives for the task, decided on early-stop rows; where it is the forest, network and forest are the same.',
      'Targets, for each task: difference >= -0.0005, log loss <= 1.001 times the forest’s.',
    ],
  };
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { HeldOutFiles } from './held-out-files.js';
import { measureComparison } from './measure-comparison.js';
import { measureEvaluation } from './measure-evaluation.js';

// The thread runs compiled code.
const compiled = new URL('../../dist/metrics/measure-in-thread.js', import.meta.url).href;
const { measureComparisonInThread, measureEvaluationInThread } = (await import(
  compiled
)) as typeof import('./measure-in-thread.js');

const goesOn = new AbortController().signal;

const folders: string[] = [];
let folder: string;
const newFolder = () => {
  const made = mkdtempSync(join(tmpdir(), 'espalier-measure-'));
  folders.push(made);
  return made;
};
beforeEach(() => {
  folder = newFolder();
});
afterEach(() => {
  for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true });
});

/** Columns of a made task, whose scores tell a little of its labels, in files. */
function stored(rows: number) {
  const files = new HeldOutFiles(folder);
  const labels = Float32Array.from({ length: rows }, (_, row) => (row % 7 < 2 ? 1 : 0));
  const written = (values: Float32Array) => {
    const file = files.column('float32');
    file.append(values);
    return file.stored;
  };
  const scores = (seed: number) =>
    written(
      Float32Array.from(labels, (label, row) => 0.1 + 0.2 * label + (((row + seed) * 7919) % 1000) / 2000),
    );
  const ofLabels = files.column('float32');
  ofLabels.append(labels);
  const clusters = files.clusters('member');
  clusters.append(BigUint64Array.from({ length: rows }, (_, row) => BigInt(row % 41)));
  const columns = { kind: 'binary' as const, labels: ofLabels.stored, network: scores(1), forest: scores(2) };
  files.close();
  return { ...columns, cluster: clusters.stored };
}

function evaluation(rows: number) {
  const { cluster, ...click } = stored(rows);
  return { tasks: { click }, cluster };
}

test('a thread measures what would be measured here, to the bit', async () => {
  const input = evaluation(5_000);
  const found = await measureEvaluationInThread({ folder, input }, goesOn);
  expect(found).toEqual(measureEvaluation(input, newFolder()));
  expect(found.cluster).toEqual({ column: 'member', clusters: 41 });
  folder = newFolder();
  const { kind, labels, network, forest } = stored(3_000);
  const variants = { a: [network], b: [forest, network] };
  const compared = { kind, labels, forest, cluster: null, baseline: 'a', variants };
  expect(await measureComparisonInThread({ folder, input: compared }, goesOn)).toEqual(
    measureComparison(compared, newFolder()),
  );
});

test('the event loop goes on while a million rows are measured', async () => {
  const input = evaluation(1_000_000);
  let measured = false;
  const measuring = measureEvaluationInThread({ folder, input }, goesOn).then(() => {
    measured = true;
  });
  let longestMs = 0;
  while (!measured) {
    const startedAtMs = performance.now();
    await sleep(10);
    longestMs = Math.max(longestMs, performance.now() - startedAtMs);
  }
  await measuring;
  // A lease is renewed every second.
  expect(longestMs).toBeLessThan(1_000);
});

test('an abort ends the thread, and is what the caller is told', async () => {
  const abort = new AbortController();
  const measuring = measureEvaluationInThread({ folder, input: evaluation(1_000_000) }, abort.signal);
  setTimeout(() => abort.abort(new Error('the run was cancelled')), 100);
  await expect(measuring).rejects.toThrow('the run was cancelled');
});

test('what a thread can not write is told as the system says it', async () => {
  const input = evaluation(1_000);
  const nowhere = join(folder, 'nowhere');
  await expect(measureEvaluationInThread({ folder: nowhere, input }, goesOn)).rejects.toMatchObject({
    code: 'ENOENT',
  });
});

import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { measureComparison } from './measure-comparison.js';
import { measureEvaluation } from './measure-evaluation.js';

// The thread runs compiled code.
const compiled = new URL('../../dist/metrics/measure-in-thread.js', import.meta.url).href;
const { measureComparisonInThread, measureEvaluationInThread } = (await import(
  compiled
)) as typeof import('./measure-in-thread.js');

const goesOn = new AbortController().signal;

/** Columns of a made task, whose scores tell a little of its labels. */
function columns(rows: number) {
  const labels = Float32Array.from({ length: rows }, (_, row) => (row % 7 < 2 ? 1 : 0));
  const scores = (seed: number) =>
    Float32Array.from(labels, (label, row) => 0.1 + 0.2 * label + (((row + seed) * 7919) % 1000) / 2000);
  return { labels, network: scores(1), forest: scores(2) };
}

const cluster = (rows: number) => ({
  column: 'member',
  ofRows: BigUint64Array.from({ length: rows }, (_, row) => BigInt(row % 41)),
});

test('a thread measures what would be measured here, to the bit', async () => {
  const evaluation = () => ({ tasks: { click: columns(5_000) }, cluster: cluster(5_000) });
  expect(await measureEvaluationInThread(evaluation(), goesOn)).toEqual(measureEvaluation(evaluation()));
  const comparison = () => {
    const { labels, network, forest } = columns(3_000);
    return {
      labels,
      forest,
      cluster: null,
      baseline: 'a',
      variants: { a: [network], b: [forest.slice(), network.slice()] },
    };
  };
  expect(await measureComparisonInThread(comparison(), goesOn)).toEqual(measureComparison(comparison()));
});

test('the event loop goes on while a million rows are measured', async () => {
  const input = { tasks: { click: columns(1_000_000) }, cluster: null };
  let measured = false;
  const measuring = measureEvaluationInThread(input, goesOn).then(() => {
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
  const measuring = measureEvaluationInThread(
    { tasks: { click: columns(1_000_000) }, cluster: null },
    abort.signal,
  );
  setTimeout(() => abort.abort(new Error('the run was cancelled')), 100);
  await expect(measuring).rejects.toThrow('the run was cancelled');
});

import { stripVTControlCharacters } from 'node:util';
import type { BinaryMetrics } from '@espalier/domain';
import { describe, expect, it } from 'vitest';
import { type ListedRun, runListText } from './run-list-text.js';

const metrics: BinaryMetrics = {
  kind: 'binary',
  rows: 1000,
  positives: 100,
  auc: 0.65204,
  aucCi: [0.6, 0.7],
  logLoss: 0.5,
  normalizedEntropy: 0.9,
  observedOverExpected: 1,
};

const run: ListedRun = {
  runId: 'feed-20261126-101500-3f2a',
  pipeline: 'feed',
  changes: ['--set training.epochs=1', '--sample 10%'],
  status: 'succeeded',
  trigger: 'command',
  startedAtMs: Date.UTC(2026, 10, 26, 10, 15),
  endedAtMs: Date.UTC(2026, 10, 26, 10, 16),
  seconds: 60,
  metrics: { click: metrics, like: { ...metrics, auc: null } },
  retryOf: null,
  retriedAs: [],
};
const failed: ListedRun = { ...run, status: 'failed', metrics: null, changes: [] };
const linesOf = (runs: readonly ListedRun[], width: number | null) =>
  stripVTControlCharacters(runListText(runs, width)).split('\n');

describe('runListText', () => {
  it('shows duration, metrics and what a run was started with', () => {
    expect(linesOf([run, failed], 80)).toEqual([
      'feed-20261126-101500-3f2a  succeeded    1:00 min  2026-11-26 10:15 UTC',
      '  AUC click 0.6520, like —',
      '  --set training.epochs=1  --sample 10%',
      'feed-20261126-101500-3f2a  failed       1:00 min  2026-11-26 10:15 UTC',
    ]);
  });

  it('says which run is a retry of which, both ways', () => {
    const id = 'feed-20261126-111500-0000';
    const retry = { ...failed, runId: id, retryOf: { runId: run.runId, from: 'train' } };
    expect(linesOf([{ ...failed, retriedAs: [id] }, retry], 80)).toEqual([
      'feed-20261126-101500-3f2a  failed       1:00 min  2026-11-26 10:15 UTC',
      '  retried as feed-20261126-111500-0000',
      'feed-20261126-111500-0000  failed       1:00 min  2026-11-26 10:15 UTC',
      '  retry of feed-20261126-101500-3f2a from train',
    ]);
  });

  it('says less at 40 columns, and breaks no number', () => {
    expect(linesOf([run], 40)).toEqual([
      'feed-20261126-101500-3f2a  succeeded',
      '  AUC click 0.6520, like —',
      '  --set training.epochs=1  --sample 10%',
    ]);
  });

  it('gives an ID that leaves no room a line of its own', () => {
    const name = 'a-pipeline-whose-name-is-as-long-as-names-may-be-20261126-101500-3f2a';
    expect(linesOf([{ ...failed, runId: name }], 60)).toEqual([
      name,
      ' failed       1:00 min  2026-11-26 10:15 UTC',
    ]);
  });
});

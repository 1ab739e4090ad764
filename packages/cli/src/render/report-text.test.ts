import { stripVTControlCharacters } from 'node:util';
import type { BinaryMetrics, RunReport } from '@espalier/domain';
import { describe, expect, it } from 'vitest';
import { reportText } from './report-text.js';

const metrics: BinaryMetrics = {
  kind: 'binary',
  rows: 99_762,
  positives: 6_186,
  auc: 0.95712,
  aucCi: [0.9546, 0.9596],
  logLoss: 0.10834,
  normalizedEntropy: 0.4651,
  observedOverExpected: 1.0021,
};

const report: RunReport = {
  runId: 'census-1',
  pipeline: 'census',
  status: 'succeeded',
  stages: [{ name: 'extract', seconds: 3.21, cached: false, shards: 16, reason: 'the source changed' }],
  metrics: { income: metrics },
  forest: { income: { ...metrics, auc: 0.95671 } },
  bundle: { uri: 's3://espalier/bundles/census/abc/', digest: `sha256:${'0'.repeat(64)}` },
  error: null,
};

describe('reportText', () => {
  it("shows the network beside the forest alone, and the bundle's address", () => {
    const lines = stripVTControlCharacters(reportText(report, { stages: true }))
      .split('\n')
      .map((line) => line.trimEnd());
    expect(lines).toEqual([
      'census  census-1  succeeded',
      '',
      'stage     time  shards  from',
      'extract  3.2 s      16  run: the source changed',
      '',
      'task    model          rows  positive     AUC        95 % CI  log loss      NE    O/E',
      'income  network       99.8k    6.20 %  0.9571  0.9546–0.9596    0.1083  0.4651  1.002',
      '        forest alone                   0.9567  0.9546–0.9596    0.1083  0.4651  1.002',
      '',
      'bundle  s3://espalier/bundles/census/abc/',
      `        sha256:${'0'.repeat(64)}`,
    ]);
  });

  it('tells why a run failed and what to do', () => {
    const failed: RunReport = {
      ...report,
      status: 'failed',
      metrics: {},
      bundle: null,
      error: { code: 'store.corrupt', message: 'The object runs/1/a.parquet is cut short.', details: {} },
    };
    const text = stripVTControlCharacters(reportText(failed, { stages: false }));
    expect(text.split('\n')[0]).toBe('error The object runs/1/a.parquet is cut short.');
    expect(text).toContain('fix Run again with --no-cache');
  });
});

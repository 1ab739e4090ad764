import { stripVTControlCharacters } from 'node:util';
import type { BinaryMetrics, ModelComparison, RunReport } from '@espalier/domain';
import { describe, expect, it } from 'vitest';
import { metricsText } from './metrics-text.js';
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
  stages: [
    {
      id: 'extract',
      name: 'extract',
      seconds: 3.21,
      cached: false,
      shards: 16,
      reason: 'the source changed',
    },
  ],
  metrics: { income: metrics },
  forest: { income: { ...metrics, auc: 0.95671 } },
  comparison: {
    income: {
      auc: { difference: 0.00041, standardError: 0.0001, ci: [0.00021, 0.00061] },
      logLoss: { difference: -0.00052, standardError: 0.0002, ci: [-0.00091, -0.00013] },
      clusters: null,
    },
  },
  cluster: null,
  splits: null,
  selection: null,
  epochLosses: [],
  pace: null,
  compared: null,
  bundle: { uri: 's3://espalier/bundles/census/abc/', digest: `sha256:${'0'.repeat(64)}` },
  warnings: ['`spend` alone tells `income`'],
  checks: null,
  plots: {},
  notes: ['Left out tags'],
  error: null,
};

describe('reportText', () => {
  it("shows the network beside the forest alone, and the bundle's address", () => {
    const lines = stripVTControlCharacters(reportText(report, { stages: true, width: null }))
      .split('\n')
      .map((line) => line.trimEnd());
    expect(lines).toEqual([
      'census  census-1  succeeded',
      '',
      'stage     time  shards  from',
      'extract  3.2 s      16  run: the source changed',
      '',
      'warning `spend` alone tells `income`',
      'note Left out tags',
      '',
      '                 AUC             95 % CI  log loss      NE    O/E',
      'income  99.8k rows, 6.20 % positive',
      ' network      0.9571       0.9546–0.9596    0.1083  0.4651  1.002',
      ' forest       0.9567       0.9546–0.9596    0.1083  0.4651  1.002',
      ' difference  +0.0004  [+0.0002, +0.0006]   -0.0005',
      '',
      'bundle  s3://espalier/bundles/census/abc/',
      `        sha256:${'0'.repeat(64)}`,
    ]);
  });

  it('says once what the intervals are by, and why a figure is missing', () => {
    const noAuc = { auc: null, aucCi: null, normalizedEntropy: null, unavailable: 'no row is positive' };
    const none = { ...metrics, ...noAuc, positives: 0 };
    const known = report.comparison.income;
    if (!known) throw new Error('The report compares nothing.');
    const text = stripVTControlCharacters(
      reportText(
        {
          ...report,
          metrics: { ...report.metrics, a_task_of_15_ch: none },
          forest: { ...report.forest, a_task_of_15_ch: none },
          comparison: {
            ...report.comparison,
            a_task_of_15_ch: { ...known, auc: null, unavailable: 'no row is positive' },
          },
          cluster: { column: 'member_id', clusters: 1301 },
          warnings: [],
          notes: [],
          bundle: null,
        },
        { stages: false, width: null },
      ),
    );
    const lines = text.split('\n').map((line) => line.trimEnd());
    expect(lines.slice(5)).toEqual([
      'a_task_of_15_ch  99.8k rows, 0.00 % positive',
      ' network           —                   —    0.1083       —  1.002',
      ' forest            —                   —    0.1083       —  1.002',
      ' difference        —                   —   -0.0005',
      '',
      'intervals by member_id, 1,301 clusters',
      '— a_task_of_15_ch: no row is positive',
    ]);
  });

  const long = 'a_task_whose_name_is_as_long_as_names_of_tasks_may_be_in_a_file_';
  const wide: RunReport = {
    ...report,
    pipeline: long,
    runId: `${long}-20261126-173607-9594`,
    metrics: { ...report.metrics, [long]: metrics },
    forest: { ...report.forest, [long]: metrics },
    comparison: { ...report.comparison, [long]: report.comparison.income as ModelComparison },
    warnings: [
      `a remark of many words on ${long} that goes on and on, with 1,234,567.89 and [−0.0048, +0.1211] in it`,
    ],
  };

  it.each([40, 60, 80, 100])('in a terminal of %d columns no line of words and figures is wider', (width) => {
    const text = stripVTControlCharacters(reportText(wide, { stages: true, width }));
    const whole = new Set(
      stripVTControlCharacters(reportText(wide, { stages: true, width: null })).split(/\s+/),
    );
    for (const line of text.split('\n')) {
      // A name or an address that is wider by itself stays whole, to be copied.
      if (line.trim().includes(' ')) expect(line.length, line).toBeLessThanOrEqual(width);
      for (const word of line.split(/\s+/).filter((each) => /^[−+[]?\d/.test(each)))
        expect(whole).toContain(word);
    }
  });

  it('a pipe, too, gets a table of at most 80 columns', () => {
    const text = stripVTControlCharacters(metricsText(wide, null));
    for (const line of text.split('\n').filter((each) => !each.startsWith(long))) {
      expect(line.length).toBeLessThanOrEqual(80);
    }
  });

  it('says less where the terminal is narrow, and what it leaves out', () => {
    const text = stripVTControlCharacters(metricsText(report, 40)).split('\n');
    expect(text.slice(0, 4)).toEqual([
      '                 AUC             95 % CI',
      'income  99.8k rows, 6.20 % positive',
      ' network      0.9571       0.9546–0.9596',
      ' forest       0.9567       0.9546–0.9596',
    ]);
    expect(text.join(' ')).toContain('log loss, NE, O/E: on a wider terminal');
  });

  it('does not repeat what was told when the run began', () => {
    const later = { ...report, warnings: [...report.warnings, 'a later one'] };
    const text = reportText(later, { stages: false, told: report, width: null });
    expect(stripVTControlCharacters(text).split('\n').slice(0, 2)).toEqual(['warning a later one', '']);
  });

  it('tells why a run failed and what to do', () => {
    const failed: RunReport = {
      ...report,
      warnings: [],
      notes: [],
      status: 'failed',
      metrics: {},
      bundle: null,
      error: { code: 'store.corrupt', message: 'The object runs/1/a.parquet is cut short.', details: {} },
    };
    const text = stripVTControlCharacters(reportText(failed, { stages: false, width: null }));
    expect(text.split('\n')[0]).toBe('error The object runs/1/a.parquet is cut short.');
    expect(text).toContain('fix Run again with --no-cache');
  });
});

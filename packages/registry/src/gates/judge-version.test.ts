import type { EvaluateBody } from '@espalier/domain';
import { describe, expect, it } from 'vitest';
import type { DeclaredGate } from './gate.js';
import { gateResult, judgeVersion, timedRows } from './judge-version.js';

const like = {
  kind: 'binary',
  rows: 900,
  positives: 40,
  auc: 0.7123,
  logLoss: 0.2,
  observedOverExpected: 1.2,
} as const;
const share = {
  kind: 'binary',
  rows: 900,
  positives: 0,
  auc: null,
  unavailable: 'no row is positive',
} as const;
const evaluation: EvaluateBody = {
  metrics: { like, share },
  forest: { like, share },
  comparison: {
    like: { clusters: null, auc: { difference: 0.001, standardError: 0.001, ci: [-0.001, 0.003] } },
    share: { clusters: null, auc: null, unavailable: 'no row is positive' },
  },
  cluster: null,
};
const of = { tasks: ['like'] };
const judged = {
  ...{ evaluation, sizeBytes: 5_000, challenge: null, unmeasured: null },
  latency: [{ rows: 100, calls: 300, p50Ms: 4.5, p99Ms: 9.25 }],
};

describe('a gate', () => {
  it.each<[boolean, DeclaredGate, string]>([
    [true, { ...of, figure: 'auc', atLeast: 0.7 }, 'auc of like is 0.7123, and passes at least 0.7.'],
    [false, { ...of, figure: 'auc', atLeast: 0.72 }, 'auc of like is 0.7123, and has to be at least 0.72.'],
    [
      false,
      { ...of, figure: 'observedOverExpected', atLeast: 0.9, atMost: 1.1 },
      'observedOverExpected of like is 1.200, and has to be at least 0.9 and at most 1.1.',
    ],
    [true, { ...of, figure: 'positives', atLeast: 40 }, 'positives of like is 40, and passes at least 40.'],
    [
      false,
      { tasks: ['share'], figure: 'auc', atLeast: 0.5 },
      "auc of share can't be told: no row is positive.",
    ],
    [
      true,
      { ...of, figure: 'auc', against: 'forest', atLeast: -0.002 },
      "auc of like less its forest's is 0.001000 (95 % interval -0.001000 to 0.003000), and all of it passes at least -0.002.",
    ],
    [
      false,
      { ...of, figure: 'auc', against: 'forest', atLeast: 0 },
      "auc of like less its forest's is 0.001000 (95 % interval -0.001000 to 0.003000), and all of it has to be at least 0.",
    ],
    [
      false,
      { tasks: ['share'], figure: 'auc', against: 'forest', atLeast: -1 },
      "auc of share less its forest's can't be told: no row is positive.",
    ],
    [true, { figure: 'sizeBytes', atMost: 5_000 }, 'The bundle has 5000 bytes, and passes at most 5000.'],
    [
      false,
      { figure: 'sizeBytes', atMost: 4_999 },
      'The bundle has 5000 bytes, and has to have at most 4999.',
    ],
    [
      true,
      { figure: 'scoringP50Ms', rows: 100, atMost: 5 },
      'scoringP50Ms of 100 rows is 4.500 ms over 300 calls, and passes at most 5.',
    ],
    [
      false,
      { figure: 'scoringP99Ms', rows: 100, atMost: 9 },
      'scoringP99Ms of 100 rows is 9.250 ms over 300 calls, and has to be at most 9.',
    ],
    [
      false,
      { figure: 'scoringP99Ms', atMost: 9 },
      "scoringP99Ms of one row can't be told: nothing was scored.",
    ],
    [
      false,
      { ...of, figure: 'xauc', atLeast: 0 },
      "xauc of like can't be told: the evaluation has no such figure.",
    ],
  ])('passes (%s): %j', (passed, gate, because) => {
    expect(judgeVersion([gate], judged)).toEqual([expect.objectContaining({ passed, because })]);
  });

  it('on latency says why nothing was measured, and which batches are to be timed', () => {
    const gates = [
      { figure: 'scoringP99Ms', atMost: 9 },
      { figure: 'scoringP50Ms', rows: 100, atMost: 9 },
      { figure: 'scoringP99Ms', rows: 100, atMost: 9 },
      { figure: 'auc', atLeast: 0 },
    ];
    expect(timedRows(gates)).toEqual([1, 100]);
    const unmeasured = { ...judged, latency: [], unmeasured: 'the source has changed' };
    expect(judgeVersion(gates.slice(0, 1), unmeasured)[0]?.because).toBe(
      "scoringP99Ms of one row can't be told: the source has changed.",
    );
  });

  it('holds for all tasks where it names none', () => {
    const verdicts = judgeVersion([{ figure: 'rows', atLeast: 1 }], judged);
    expect(verdicts.map(({ task }) => task)).toEqual(['like', 'share']);
    expect(gateResult(verdicts)).toBe('passed');
    expect(gateResult(judgeVersion([{ figure: 'positives', atLeast: 1 }], judged))).toBe('failed');
    expect(gateResult([])).toBe('none');
  });
});

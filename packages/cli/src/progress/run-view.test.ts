import { stripVTControlCharacters } from 'node:util';
import type { RunSnapshot } from '@espalier/client';
import type { RankProgress, RunStatus, StageProgress } from '@espalier/domain';
import { describe, expect, it } from 'vitest';
import { ProgressLines } from './progress-lines.js';
import { runView } from './run-view.js';

const startMs = 1_700_000_000_000;

function stage(name: StageProgress['name'], rest: Partial<StageProgress> = {}): StageProgress {
  return {
    name,
    status: 'waiting',
    attempt: 1,
    startedAtMs: null,
    endedAtMs: null,
    cache: null,
    shards: 0,
    workflowId: null,
    ...rest,
  };
}

function rank(number: number, doneSteps: number): RankProgress {
  return {
    kind: 'rank',
    rank: number,
    worldSize: 2,
    doneSteps,
    totalSteps: 800,
    rowsPerSecond: 21_000,
    losses: { never_married: 0.2231, income: 0.11314 },
    phase: 'training',
  };
}

function snapshot(
  stages: StageProgress[],
  activities: RunSnapshot['activities'] = [],
  status: RunStatus = 'running',
): RunSnapshot {
  return { progress: { runId: 'census-1', pipeline: 'census', status, stages, error: null }, activities };
}

const extracting = snapshot(
  [
    stage('plan', {
      status: 'succeeded',
      startedAtMs: startMs,
      endedAtMs: startMs + 400,
      cache: { hit: true, reason: 'same source and spec' },
    }),
    stage('extract', {
      status: 'running',
      startedAtMs: startMs + 400,
      shards: 16,
      attempt: 2,
      cache: { hit: false, reason: 'the source changed' },
    }),
    stage('train'),
  ],
  [
    {
      stage: 'extract',
      progress: {
        kind: 'fanout',
        doneShards: 8,
        totalShards: 16,
        doneRows: 80_000,
        totalRows: 160_000,
        rowsPerSecond: 40_000,
      },
    },
  ],
);

const training = snapshot(
  [stage('train', { status: 'running', startedAtMs: startMs, shards: 2 })],
  [
    { stage: 'train', progress: rank(1, 200) },
    { stage: 'train', progress: rank(0, 201) },
  ],
);

function plain(text: string): string[] {
  return stripVTControlCharacters(text).split('\n');
}

describe('runView', () => {
  it('shows each stage with its state, time and reason, and the bar of the running fan-out', () => {
    expect(plain(runView(extracting, startMs + 4_400))).toEqual([
      'census  census-1  running  4.4 s',
      ' ✓ plan             0.4 s  cached: same source and spec',
      ' ● extract          4.0 s  16 shards, attempt 2, the source changed',
      '     ████████████░░░░░░░░░░░░ 8/16 shards  40.0k rows/s  2.0 s left',
      ' · train',
    ]);
  });

  it('shows the gang by its slowest rank, then each rank with its losses', () => {
    expect(plain(runView(training, startMs + 20_000)).slice(2)).toEqual([
      '     ██████░░░░░░░░░░░░░░░░░░ 200/800  42.0k rows/s  1:00 min left',
      '     rank 0  training  201/800  never_married 0.2231  income 0.1131  21.0k rows/s',
      '     rank 1  training  200/800  never_married 0.2231  income 0.1131  21.0k rows/s',
    ]);
  });

  it('stops the clock when the run has ended', () => {
    const ended = snapshot(
      [stage('plan', { status: 'failed', startedAtMs: startMs, endedAtMs: startMs + 61_000 })],
      [],
      'failed',
    );
    expect(plain(runView(ended, startMs + 900_000))[0]).toBe('census  census-1  failed  1:01 min');
  });
});

describe('ProgressLines', () => {
  it('tells starts and ends once, and details only now and then', () => {
    const lines = new ProgressLines();
    const next = (given: RunSnapshot, atMs: number) =>
      lines.next(given, startMs + atMs).map(stripVTControlCharacters);
    expect(next(extracting, 1_000)).toEqual([
      'plan: cached (same source and spec)',
      'extract: started (the source changed)',
    ]);
    expect(next(extracting, 2_000)).toEqual([]);
    expect(next(extracting, 12_000)).toEqual([
      'extract: ████████████░░░░░░░░░░░░ 8/16 shards  40.0k rows/s  2.0 s left',
    ]);
    expect(next(extracting, 13_000)).toEqual([]);
    const done = stage('extract', {
      status: 'succeeded',
      startedAtMs: startMs,
      endedAtMs: startMs + 14_000,
      shards: 16,
    });
    expect(next(snapshot([done]), 15_000)).toEqual(['extract: succeeded after 14 s, 16 shards']);
  });
});

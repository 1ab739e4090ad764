import { stripVTControlCharacters } from 'node:util';
import type { RunSnapshot } from '@espalier/client';
import type { RankProgress, RunStatus, StageProgress } from '@espalier/domain';
import { describe, expect, it } from 'vitest';
import { ProgressLines } from './progress-lines.js';
import { runView } from './run-view.js';
import { TimeLeft } from './time-left.js';

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

function trainingAt(step: number, rest: Partial<RankProgress> = {}): RunSnapshot {
  return snapshot(
    [stage('train', { status: 'running', startedAtMs: startMs, shards: 2 })],
    [
      { stage: 'train', progress: { ...rank(1, step), ...rest } },
      { stage: 'train', progress: rank(0, step + 1) },
    ],
  );
}

const training = trainingAt(200);

function plain(text: string): string[] {
  return stripVTControlCharacters(text).split('\n');
}

/** A watcher that has seen the stage go on: from `done` at `fromMs` to what the snapshot tells. */
function watched(earlier: RunSnapshot, fromMs: number, now: RunSnapshot, atMs: number): TimeLeft {
  const timeLeft = new TimeLeft();
  timeLeft.observe(earlier, startMs + fromMs);
  timeLeft.observe(now, startMs + atMs);
  return timeLeft;
}

describe('runView', () => {
  it('shows each stage with its state, time and reason, and the bar of the running fan-out', () => {
    expect(plain(runView(extracting, { nowMs: startMs + 4_400, width: null }))).toEqual([
      'census  census-1  running  4.4 s',
      ' ✓ plan             0.4 s  cached: same source and spec',
      ' ● extract          4.0 s  16 shards, attempt 2, the source changed',
      '     ████████████░░░░░░░░░░░░ 8/16 shards  40.0k rows/s',
      ' · train',
    ]);
  });

  it('shows the gang by its slowest rank, then each rank with its losses', () => {
    const timeLeft = watched(trainingAt(100), 0, training, 10_000);
    const view = runView(training, { nowMs: startMs + 20_000, width: null, timeLeft });
    expect(plain(view).slice(2)).toEqual([
      '     ██████░░░░░░░░░░░░░░░░░░ 200/800  42.0k rows/s  50 s left',
      '     rank 0  training  201/800  never_married 0.2231  income 0.1131  21.0k rows/s',
      '     rank 1  training  200/800  never_married 0.2231  income 0.1131  21.0k rows/s',
    ]);
    const measured = { step: 80, network: {}, forest: {}, bestStep: 60 };
    const mayStop = trainingAt(200, { measured });
    expect(runView(mayStop, { nowMs: startMs + 20_000, width: null, timeLeft })).toContain('at most 50 s');
  });

  it('stops the clock when the run has ended', () => {
    const ended = snapshot(
      [stage('plan', { status: 'failed', startedAtMs: startMs, endedAtMs: startMs + 61_000 })],
      [],
      'failed',
    );
    const view = runView(ended, { nowMs: startMs + 900_000, width: null });
    expect(plain(view)[0]).toBe('census  census-1  failed  1:01 min');
  });

  it('tells how much a rank has loaded, and draws no bar of steps that nobody counts yet', () => {
    const loading = { ...rank(0, 0), totalSteps: 0, rowsPerSecond: 0, losses: {}, phase: 'loading' };
    const loaded = { doneBytes: 34e6, totalBytes: 120e6 };
    const view = runView(
      snapshot(
        [stage('train', { status: 'running', startedAtMs: startMs })],
        [{ stage: 'train', progress: { ...loading, loaded } }],
      ),
      { nowMs: startMs + 4_000, width: 80 },
    );
    expect(plain(view).slice(2)).toEqual(['     rank 0  loading  34.0 MB of 120.0 MB']);
  });

  describe.each([40, 60, 80, 100])('in a terminal of %d columns', (width) => {
    const long = { name_of_sixty_three_letters_that_a_task_may_have_and_some_do_have: 1.23456, click: 0.5 };
    const wide = snapshot(
      [
        ...extracting.progress.stages.slice(0, 2),
        stage('train', { status: 'running', startedAtMs: startMs }),
      ],
      [
        ...extracting.activities,
        {
          stage: 'train',
          progress: {
            ...rank(0, 123_456),
            totalSteps: 800_000,
            losses: long,
            measured: { step: 80, network: long, forest: long, bestStep: 60 },
          },
        },
      ],
    );
    const timeLeft = watched(extracting, 0, extracting, 10_000);

    it.each([
      ['a fan-out', extracting],
      ['a gang', training],
      ['long names', wide],
    ])('no line is wider, and no number is cut: %s', (_name, given) => {
      const all = plain(runView(given, { nowMs: startMs + 20_000, width: null, timeLeft })).join(' ');
      const whole = new Set(all.split(/\s+/));
      const lines = plain(runView(given, { nowMs: startMs + 20_000, width, timeLeft }));
      // A name that is wider by itself stays whole.
      for (const line of lines.filter((each) => each.trim().includes(' '))) {
        expect(line.length, line).toBeLessThanOrEqual(width);
      }
      const words = lines.join(' ').split(/\s+/);
      for (const word of words.filter((each) => /\d/.test(each))) expect(whole).toContain(word);
    });
  });
});

describe('TimeLeft', () => {
  it('is silent until the work was watched for a while and has moved', () => {
    const early = watched(trainingAt(1), 0, trainingAt(100), 4_000);
    expect(early.secondsLeft('train', startMs + 4_000)).toBeNull();
    const hardlyMoved = watched(trainingAt(1), 0, trainingAt(20), 30_000);
    expect(hardlyMoved.secondsLeft('train', startMs + 30_000)).toBeNull();
  });

  it('does not take loading for work', () => {
    const timeLeft = new TimeLeft();
    timeLeft.observe(trainingAt(0), startMs);
    timeLeft.observe(trainingAt(100), startMs + 90_000);
    timeLeft.observe(trainingAt(200), startMs + 100_000);
    expect(timeLeft.secondsLeft('train', startMs + 100_000)).toBe(60);
  });

  it('begins anew with another stage, and where work is done again', () => {
    const timeLeft = watched(trainingAt(100), 0, trainingAt(400), 10_000);
    expect(timeLeft.secondsLeft('extract', startMs + 10_000)).toBeNull();
    timeLeft.observe(trainingAt(200), startMs + 11_000);
    expect(timeLeft.secondsLeft('train', startMs + 11_000)).toBeNull();
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
    expect(next(extracting, 12_000)).toEqual(['extract: ████████████░░░░░░░░░░░░ 8/16 shards  40.0k rows/s']);
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

describe('an attempt of a stage that failed', () => {
  const message = 'Rank 1 of stage train (process 77) ended by SIGSEGV, at step 40 of 800 (training).';
  const lastFailure = { attempt: 2, error: { code: 'workflow.rank-died', message, details: {} } } as const;
  const retrying = snapshot([
    stage('train', { status: 'running', startedAtMs: startMs, attempt: 3, lastFailure }),
  ]);

  it('is told under its stage while the next one runs, at any width', () => {
    for (const width of [null, 80, 40]) {
      const view = stripVTControlCharacters(runView(retrying, { nowMs: startMs, width })).replace(
        /\s+/g,
        ' ',
      );
      expect(view).toContain(`attempt 2 failed: ${message}`);
    }
  });

  it('is a line of its own, once', () => {
    const lines = new ProgressLines();
    expect(lines.next(retrying, startMs)).toEqual(['train: started', `train: attempt 2 failed: ${message}`]);
    expect(lines.next(retrying, startMs + 500)).toEqual([]);
  });
});

describe('many instances of a stage', () => {
  const training = (id: string, rest: Partial<StageProgress>) => stage('train', { id, ...rest });
  const waits = {
    ...rank(0, 0),
    totalSteps: 0,
    losses: {},
    phase: 'waiting for 2 trainer slots: 0 of 2 are free',
  };
  const running = { status: 'running', startedAtMs: startMs } as const;
  const view = stripVTControlCharacters(
    runView(
      snapshot(
        [
          training('train.separate.s0', {
            status: 'succeeded',
            startedAtMs: startMs,
            endedAtMs: startMs,
            cache: { hit: true, reason: 'the same as before' },
          }),
          training('train.mmoe.s0', running),
          training('train.ple.s0', running),
          training('train.towers.s0', { status: 'waiting' }),
        ],
        [
          { stage: 'train.mmoe.s0', progress: rank(0, 300) },
          { stage: 'train.ple.s0', progress: waits },
        ],
      ),
      { nowMs: startMs + 5_000, width: 80 },
    ),
  );

  it('are told as one, and those at work by themselves', () => {
    expect(view).toMatch(/● train +1 of 4 done, 1 of them cached; 2 wait\n/);
    expect(view).toMatch(/● train\.mmoe\.s0 +5\.0 s\n.*300\/800/);
    expect(view).not.toMatch(/ple|towers|separate/);
  });
});

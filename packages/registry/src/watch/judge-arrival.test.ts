/** When a champion is said to have got worse: by table, and how often over simulated series, where nothing has and where something has. */
import type { FigureEstimate, TaskEstimates, WatchPoint } from '@espalier/domain';
import { MeasuredRows, taskFigures } from '@espalier/metrics';
import { describe, expect, it } from 'vitest';
import { type Arrival, judgeArrival } from './judge-arrival.js';

/** Seeded: the same draws on every machine (mulberry32, Box and Muller). */
function normals(seed: number): () => number {
  let state = seed >>> 0;
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (((t ^ (t >>> 14)) >>> 0) + 0.5) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

function estimate(value: number, standardError = 0.002, degreesOfFreedom = 1_000): FigureEstimate {
  return {
    ...{ value, standardError, degreesOfFreedom },
    ci: [value - 1.96 * standardError, value + 1.96 * standardError],
  };
}

const off = { normalizedEntropy: 'off', observedOverExpected: 'off' } as const;
const kinds = { click: 'binary', like: 'binary' } as const;

/** By one figure of one task, which is 0.75 at first. */
function arrival(value: number, given: Partial<Arrival> = {}): Arrival {
  return {
    ...{
      partition: '2026-01-20',
      estimates: { click: { auc: estimate(value) } },
      kinds,
      earlier: [],
      isCut: false,
    },
    reference: { partition: '2026-01-10', estimates: { click: { auc: estimate(0.75) } } },
    tolerances: off,
    ...given,
  };
}

function point(version: number, value: number, drifted = false): WatchPoint {
  const digest = `sha256:${'0'.repeat(64)}` as const;
  const verdict = { task: 'click', figure: 'auc', drifted, because: '', worseBy: 0, pValue: 0 };
  return {
    ...{ model: 'feed', pipeline: 'feed', run: 'r', partition: 'p', content: digest, at: '', version },
    ...{ bundle: digest, rows: 1, cluster: null, estimates: { click: { auc: estimate(value) } } },
    reference: { partition: '2026-01-10', estimates: { click: { auc: estimate(0.75) } } },
    ...{ verdicts: [verdict], drifted },
  };
}

const isTold = (of: Arrival) => judgeArrival(of).some(({ drifted }) => drifted);

describe('a figure is told to be worse', () => {
  it.each<[boolean, string, Arrival]>([
    [false, 'not where it is the same', arrival(0.75)],
    [false, 'not where it is better by far', arrival(0.85)],
    [false, 'not by what is tolerated', arrival(0.741)],
    [false, 'not beyond that by no more than chance', arrival(0.736)],
    [true, 'beyond that by more than chance', arrival(0.73)],
    [false, 'not by a larger tolerance', arrival(0.73, { tolerances: { ...off, auc: 0.05 } })],
    [false, 'not where it is left out', arrival(0.5, { tolerances: { ...off, auc: 'off' } })],
    [false, 'not where nothing is known of the version', arrival(0.5, { reference: null })],
    [
      false,
      'not of rows that are too few, whatever they show',
      arrival(0, { estimates: { click: { auc: estimate(0.5, 0, 9) } } }),
    ],
    [
      false,
      'not where days have differed as much',
      arrival(0.73, { earlier: [0.77, 0.74, 0.76, 0.735, 0.77].map((value) => point(3, value)) }),
    ],
    [
      true,
      'where only days that had drifted differed',
      arrival(0.73, { earlier: [0.7505, 0.6, 0.6].map((value, at) => point(3, value, at > 0)) }),
    ],
  ])('%s: %s', (expected, _, of) => {
    expect(isTold(of)).toBe(expected);
  });

  it('in both directions of one that is best at a value, where it is further from that', () => {
    const ratio = (now: number, then: number) =>
      isTold(
        arrival(0, {
          estimates: { click: { observedOverExpected: estimate(now, 0.01) } },
          reference: {
            partition: '2026-01-10',
            estimates: { click: { observedOverExpected: estimate(then, 0.01) } },
          },
          tolerances: { auc: 'off', normalizedEntropy: 'off' },
        }),
      );
    expect([ratio(1.2, 1), ratio(0.8, 1), ratio(1, 1.3), ratio(0.95, 1.3), ratio(1.02, 0.98)]).toEqual([
      ...[true, true, false, false, false],
    ]);
  });

  it('by its own p-value times the figures that are judged beside it', () => {
    const borderline = 0.75 - 0.01 - 2.4 * Math.SQRT2 * 0.002;
    expect(isTold(arrival(borderline))).toBe(true);
    const both = { click: { auc: estimate(borderline) }, like: { auc: estimate(0.75) } };
    const reference = {
      partition: '2026-01-10',
      estimates: { click: { auc: estimate(0.75) }, like: { auc: estimate(0.75) } },
    };
    const verdicts = judgeArrival(arrival(0, { estimates: both, reference }));
    expect(verdicts.map(({ task, drifted }) => [task, drifted])).toEqual([
      ['click', false],
      ['like', false],
    ]);
    expect(verdicts[0]?.because).toContain("by Holm's procedure over 2 figures");
  });

  it('with what was compared, and why it can not be', () => {
    const [told] = judgeArrival(arrival(0.73));
    expect(told?.because).toBe(
      'auc of click is 0.7300 on 2026-01-20 (95 % interval 0.7261 to 0.7339), 0.02000 worse than the 0.7500 of 2026-01-10; that is worse by more than the 0.01 that is tolerated (p 0.00021).',
    );
    const [none] = judgeArrival(arrival(0, { estimates: { click: { auc: null } } }));
    expect(none).toMatchObject({
      drifted: false,
      pValue: null,
      because: expect.stringContaining('its rows do not give it'),
    });
  });
});

interface Simulated {
  /** Standard deviation of days, in standard errors of a day's figure. */
  readonly ofDays: number;
  readonly tasks: number;
  /** Partitions that a version is champion for. */
  readonly champions: number;
  /** From the partition that is judged on, in standard errors. */
  readonly drop: number;
}

const series = 1_000;
const standardError = 0.002;

/** Share of series whose fifteenth partition is told to be worse. */
function shareTold({ ofDays, tasks, champions, drop }: Simulated): number {
  const names = Array.from({ length: tasks }, (_, task) => `t${task}`);
  const ofKinds = Object.fromEntries(names.map((name) => [name, 'binary' as const]));
  let told = 0;
  for (let seed = 1; seed <= series; seed++) {
    const normal = normals(seed);
    const day = (by = 0) =>
      Object.fromEntries(
        names.map((name) => {
          const value = 0.75 + standardError * (ofDays * normal() + normal() - by);
          return [name, { auc: estimate(value, standardError) }];
        }),
      );
    const earlier: WatchPoint[] = [];
    let reference: Arrival['reference'] = null;
    for (let at = 0; at <= 14; at++) {
      const version = Math.floor(at / champions) + 1;
      if (at % champions === 0) reference = { partition: '2026-01-10', estimates: day() };
      const estimates = day(at === 14 ? drop : 0);
      const verdicts = judgeArrival({
        ...{ partition: '2026-01-20', estimates, kinds: ofKinds, reference, earlier, isCut: false },
        tolerances: { auc: 0 },
      });
      const drifted = verdicts.some((verdict) => verdict.drifted);
      if (at === 14 && drifted) told += 1;
      earlier.push({ ...point(version, 0), estimates, reference, verdicts, drifted });
    }
  }
  return told / series;
}

describe(`over ${series} series, with nothing tolerated`, () => {
  it.each([0, 1, 3])(
    'one or two in a hundred are told where nothing is worse, and days differ by %d standard errors',
    (ofDays) => {
      for (const [tasks, champions] of [
        [1, 1],
        [1, 20],
        [6, 1],
        [6, 20],
      ] as const) {
        const share = shareTold({ ofDays, tasks, champions, drop: 0 });
        expect(share, `${tasks} tasks, ${champions} partitions a champion`).toBeLessThan(0.03);
      }
    },
    60_000,
  );

  it('a fall of six standard errors is told nine times in ten where days are alike, and hardly ever where they differ by more', () => {
    expect(shareTold({ ofDays: 0, tasks: 1, champions: 1, drop: 6 })).toBeGreaterThan(0.9);
    expect(shareTold({ ofDays: 1, tasks: 1, champions: 1, drop: 10 })).toBeGreaterThan(0.9);
    expect(shareTold({ ofDays: 6, tasks: 1, champions: 1, drop: 6 })).toBeLessThan(0.1);
  }, 60_000);
});

/** Days until it is told that a figure of two tasks decays by as much a day; null where it is not within 120. */
function daysUntilTold(decay: number, seed: number): number | null {
  const window = 14;
  const normal = normals(seed);
  const names = ['click', 'like'];
  const day = (at: number) =>
    Object.fromEntries(
      names.map((name) => [name, { auc: estimate(0.75 - decay * at + 0.0011 * normal(), 0.0005) }]),
    );
  const reference = { partition: '2026-01-10', estimates: day(0) };
  const series: WatchPoint[] = [];
  for (let at = 1; at <= 120; at++) {
    const earlier = series.slice(-window);
    const estimates = day(at);
    const isCut = earlier.length >= window;
    const verdicts = judgeArrival(arrival(0, { estimates, reference, earlier, isCut }));
    const drifted = verdicts.some((verdict) => verdict.drifted);
    if (drifted) return at;
    series.push({ ...point(1, 0), estimates, reference, verdicts, drifted });
  }
  return null;
}

it('a slow decay is told, though it has gone on for longer than the window', () => {
  for (let seed = 1; seed <= 20; seed++) {
    const days = daysUntilTold(0.0005, seed);
    expect(days, `seed ${seed}`).not.toBeNull();
    // It is past what is tolerated on the twentieth.
    expect(days, `seed ${seed}`).toBeGreaterThan(15);
    expect(days, `seed ${seed}`).toBeLessThan(45);
  }
});

/** Of rows whose scores are calibrated: a click by chance, of one in twenty. */
function measuredDay(rows: number, normal: () => number): TaskEstimates {
  const probabilities = new Float64Array(rows);
  const labels = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    probabilities[row] = 1 / (1 + Math.exp(3.4 - normal()));
    // Normal's distribution function, by its logistic likeness.
    const uniform = 1 / (1 + Math.exp(-1.702 * normal()));
    labels[row] = uniform < (probabilities[row] as number) ? 1 : 0;
  }
  const measured = MeasuredRows.inMemory(labels, null);
  const column = { length: rows, read: (from: number, to: number) => probabilities.subarray(from, to) };
  return taskFigures.binary.estimates(measured, measured.scoredBy(column));
}

it.each([30, 100, 400, 2_000])(
  'few rows tell nothing where nothing is worse, with nothing tolerated: %d a day',
  (rows) => {
    const normal = normals(rows);
    let told = 0;
    for (let day = 0; day < 500; day++) {
      const reference = { partition: '2026-01-10', estimates: { click: measuredDay(2_000, normal) } };
      const estimates = { click: measuredDay(rows, normal) };
      const tolerances = { auc: 0, normalizedEntropy: 0, observedOverExpected: 0 };
      if (isTold(arrival(0, { estimates, reference, tolerances }))) told += 1;
    }
    expect(told / 500).toBeLessThan(0.03);
  },
  60_000,
);

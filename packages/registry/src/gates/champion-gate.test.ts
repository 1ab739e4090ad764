import type {
  ChallengeBody,
  Digest,
  FoundChampion,
  PairedDifference,
  SliceComparison,
} from '@espalier/domain';
import { describe, expect, it } from 'vitest';
import { type Challenge, championGate } from './champion-gate.js';
import type { DeclaredGate } from './gate.js';

const digest: Digest = `sha256:${'a'.repeat(64)}`;
const champion = { version: 3, bundle: { uri: 's3://espalier/bundles/feed/a', digest } };
const found: FoundChampion = {
  ...{ model: 'feed', champion, refusal: null, otherTasks: {}, partitions: ['03-04'] },
};
/** As far from zero as the difference is, in standard errors of 0.001, with so many degrees of freedom that Student's t is the normal. */
const paired = (errors: number, standardError = 0.001): PairedDifference => {
  const difference = errors * standardError;
  const ci = [difference - 1.96 * standardError, difference + 1.96 * standardError] as const;
  return { difference, standardError, degreesOfFreedom: 1e6, ci };
};
const comparedBy = (tasks: Readonly<Record<string, PairedDifference | null>>): ChallengeBody => ({
  ...{ rows: 900, challenger: {}, champion: {}, unscorable: null },
  comparison: Object.fromEntries(Object.entries(tasks).map(([task, auc]) => [task, { clusters: 50, auc }])),
  cluster: { column: 'member', clusters: 50 },
});
const facing = (
  tasks: Readonly<Record<string, PairedDifference | null>>,
  changes: { readonly found?: Partial<FoundChampion>; readonly compared?: Partial<ChallengeBody> } = {},
): Challenge => ({
  found: { ...found, ...changes.found },
  compared: { ...comparedBy(tasks), ...changes.compared },
});
const gate = (bounds: Partial<DeclaredGate>): DeclaredGate => ({
  ...{ figure: 'auc', against: 'champion' },
  ...bounds,
});
const judged = (of: DeclaredGate, challenge: Challenge | null, ...tasks: readonly string[]) =>
  championGate(of, challenge, tasks).map(({ passed }) => passed);

describe('a gate against the champion', () => {
  it.each<[boolean, string, number, Partial<DeclaredGate>]>([
    [true, 'not worse by 0.002', 0, { atLeast: -0.002 }],
    [false, 'not worse by 0.0019, which chance could hide', 0, { atLeast: -0.0019 }],
    [true, 'better', 2, { atLeast: 0 }],
    [false, 'better, but by chance', 1.9, { atLeast: 0 }],
    [false, 'better by some', 2, { atLeast: 0.001 }],
    [true, 'less by some at most', -3, { atMost: -0.001 }],
    [true, 'within two bounds', 0, { atLeast: -0.002, atMost: 0.002 }],
    [false, 'within one of two', 1, { atLeast: -0.002, atMost: 0.002 }],
  ])('of one task passes (%s): %s', (passed, _, errors, bounds) => {
    expect(judged(gate(bounds), facing({ like: paired(errors) }), 'like')).toEqual([passed]);
  });

  it('takes equal scores for what they are', () => {
    const equal = facing({ like: { difference: 0, standardError: 0, degreesOfFreedom: 9, ci: [0, 0] } });
    expect(judged(gate({ atLeast: 0 }), equal, 'like')).toEqual([true]);
    expect(judged(gate({ atLeast: 0.001 }), equal, 'like')).toEqual([false]);
  });

  // One-sided p-values of 2.1, 2.5 and 3 errors: 0.0179, 0.0062, 0.0013.
  it.each<[string, readonly number[], readonly boolean[]]>([
    ['each as if alone where all are clear', [3, 3, 3], [true, true, true]],
    ['the least clear one as if alone', [2.1, 2.5, 3], [true, true, true]],
    ['none alike that would do alone', [2.1, 2.1, 2.1], [false, false, false]],
    ['those before the first that fails', [0, 2.1, 3], [false, false, true]],
  ])('of several tasks lets %s pass', (_, errors, passed) => {
    const names = errors.map((_, index) => `task${index}`);
    const challenge = facing(Object.fromEntries(names.map((name, i) => [name, paired(errors[i] ?? 0)])));
    expect(judged(gate({ atLeast: 0 }), challenge, ...names)).toEqual(passed);
  });

  it('counts a task that can not be told among those that are corrected for', () => {
    const challenge = facing({ like: paired(2.1), share: null });
    expect(judged(gate({ atLeast: 0 }), challenge, 'like', 'share')).toEqual([false, false]);
    expect(judged(gate({ atLeast: 0 }), challenge, 'like')).toEqual([true]);
  });

  it('prints what was compared, the interval and the reason', () => {
    const of = gate({ atLeast: -0.001 });
    const [like, share] = championGate(of, facing({ like: paired(3), share: paired(0) }), ['like', 'share']);
    expect(like).toEqual({
      ...{ gate: 'auc against champion', task: 'like', passed: true },
      because:
        "auc of like less that of version 3, the champion, is 0.003000 (95 % interval 0.001040 to 0.004960; 900 rows of 03-04 in 50 clusters by member), and passes at least -0.001 (p below 0.0001 by Holm's procedure over 2 tasks).",
      champion: {
        ...{ version: 3, bundle: digest, partitions: ['03-04'], rows: 900, clusters: 50 },
        ...{ difference: 0.003, ci: [expect.closeTo(0.00104, 9), expect.closeTo(0.00496, 9)] },
        pValue: expect.closeTo(6.3e-5, 6),
      },
    });
    expect(share?.because).toBe(
      "auc of share less that of version 3, the champion, is 0 (95 % interval -0.001960 to 0.001960; 900 rows of 03-04 in 50 clusters by member), and has to be shown to be at least -0.001 (p 0.16 by Holm's procedure over 2 tasks, and 0.025 at most passes).",
    );
  });

  it.each<[string, Challenge | null, string]>([
    ['no such stage', null, "auc can't be held against the champion: the run did not compare the two."],
    [
      'lineage',
      facing({ like: paired(9) }, { found: { refusal: 'version 3 has learnt from 03-04' } }),
      "auc of like less that of version 3, the champion, can't be told: version 3 has learnt from 03-04.",
    ],
    [
      'a bundle that does not fit',
      facing({}, { compared: { unscorable: 'it lacks age' } }),
      "auc of like less that of version 3, the champion, can't be told: it lacks age.",
    ],
    [
      'another label',
      facing({}, { found: { otherTasks: { like: 'version 3 has no such task' } } }),
      "auc of like less that of version 3, the champion, can't be told: version 3 has no such task.",
    ],
    [
      'rows of one class',
      facing({ like: null }),
      "auc of like less that of version 3, the champion, can't be told: the rows are too few for an interval.",
    ],
    [
      'no such figure',
      facing({}),
      "auc of like less that of version 3, the champion, can't be told: the comparison has no such difference.",
    ],
  ])('fails for %s, with the reason', (_, challenge, because) => {
    const verdicts = championGate(gate({ atLeast: -1 }), challenge, ['like']);
    expect(verdicts).toEqual([expect.objectContaining({ passed: false, because })]);
  });

  it('passes where there is no champion to compare with', () => {
    const first = facing({}, { found: { champion: null } });
    expect(championGate(gate({ atLeast: 1 }), first, ['like'])).toEqual([
      {
        ...{ gate: 'auc against champion', task: 'like', passed: true },
        because: 'feed has no champion yet, so there is none to compare with.',
      },
    ]);
  });
});

describe('a gate of slices', () => {
  const slices = { column: 'tab', values: ['home', 7], leastPositives: 50 };
  const of = gate({ atLeast: -0.002, slices });
  const slice = (value: string, errors: number, positives = 60, rows = 300): SliceComparison => ({
    ...{ column: 'tab', value, rows, positives: { like: positives, share: positives } },
    comparison: { like: { clusters: 20, auc: paired(errors) }, share: { clusters: 20, auc: paired(errors) } },
    cluster: { column: 'member', clusters: 20 },
  });
  const verdicts = (all: readonly SliceComparison[] | undefined, ...tasks: readonly string[]) =>
    championGate(
      of,
      // On all rows nothing would pass.
      facing({ like: paired(-9) }, { compared: all === undefined ? {} : { slices: all } }),
      tasks,
    );
  const passed = (...asked: Parameters<typeof verdicts>) => verdicts(...asked).map((each) => each.passed);

  it('judges each as if it were all rows, and says which', () => {
    const [home, other] = verdicts([slice('home', 1), slice('7', -3)], 'like');
    expect(home).toMatchObject({
      ...{ passed: true, task: 'like', slice: { column: 'tab', value: 'home' } },
      champion: { rows: 300, clusters: 20 },
      because:
        "auc of like where tab is home less that of version 3, the champion, is 0.001000 (95 % interval -0.0009600 to 0.002960; 300 rows of 03-04 in 20 clusters by member), and passes at least -0.002 (p 0.0027 by Holm's procedure over 2 tasks and slices).",
    });
    expect(other).toMatchObject({ passed: false, slice: { column: 'tab', value: '7' } });
  });

  // Alone each would do: p is 0.0179; of two the smaller one has to be below 0.0125.
  it('holds tasks and slices together', () => {
    expect(passed([slice('home', 0.1), slice('7', 0.1)], 'like')).toEqual([false, false]);
    expect(passed([slice('home', 0.1), slice('7', 0.1, 49)], 'like')).toEqual([true, true]);
    expect(passed([slice('home', 0.5), slice('7', 0.5)], 'like')).toEqual([true, true]);
    expect(passed([slice('home', 0.4), slice('7', 0.4)], 'like', 'share')).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  it('passes over what has too few positives, and says so', () => {
    const [, few] = verdicts([slice('home', 1), slice('7', -9, 49)], 'like');
    expect(few).toMatchObject({
      passed: true,
      because:
        'auc of like where tab is 7 less that of version 3, the champion, is not judged: it has 49 positives there, and 50 are the least.',
    });
  });

  // Held to what can't be told it would refuse every version for ever.
  it.each<[string, SliceComparison, string]>([
    ['negatives', slice('7', -9, 260), 'it has 40 negatives there, and 50 are the least'],
    [
      'clusters',
      {
        ...slice('7', -9),
        cluster: { column: 'member', clusters: 1 },
        comparison: { like: { clusters: 1, auc: null } },
      },
      'its rows there are of one cluster by member, and an interval takes two',
    ],
    [
      'clusters of positives',
      {
        ...slice('7', -9),
        comparison: {
          like: {
            clusters: 20,
            auc: { difference: -0.009, standardError: null, ci: null },
            unavailable: 'all positive rows are of one cluster',
          },
        },
      },
      'all positive rows are of one cluster',
    ],
  ])('passes over what has too few %s, and corrects for none of it', (_, few, why) => {
    // Alone it is clear enough: of two it would not be.
    const [home, other] = verdicts([slice('home', 0.1), few], 'like');
    expect([home?.passed, other?.passed]).toEqual([true, true]);
    expect(other?.because).toContain(`is not judged: ${why}.`);
  });

  it.each<[string, readonly SliceComparison[] | undefined, string]>([
    ['a value that no row has', [slice('home', 1), slice('7', 1, 0, 0)], 'no held-out row has tab 7'],
    ['a run that did not measure it', [slice('home', 1)], 'did not compare the two there'],
  ])('fails where there is %s', (_, all, why) => {
    const [home, other] = verdicts(all, 'like');
    expect([home?.passed, other?.passed]).toEqual([true, false]);
    expect(other?.because).toContain(why);
  });

  it('says of every slice that there is no champion, or that nothing was compared', () => {
    expect(championGate(of, null, ['like', 'share']).map((each) => each.passed)).toEqual([
      ...[false, false, false, false],
    ]);
    const first = championGate(of, facing({}, { found: { champion: null } }), ['like']);
    expect(first.map(({ passed: is, slice: which }) => [is, which?.value])).toEqual([
      [true, 'home'],
      [true, '7'],
    ]);
  });
});

/** `bench scaling`: two one-thread ranks against one two-thread rank on the same global batches. */
import { interleave, speedRatios } from '../interleave.js';
import { type BenchResult, type Figure, figure, type Measurement, result } from '../report/bench-document.js';
import { say } from '../report/say.js';
import { checkSameLosses } from '../step/same-losses.js';
import type { StepCompetitor } from '../step/step-competitor.js';
import { startGang } from './gang.js';
import type { Way } from './rank-contract.js';

const rounds = 21;
const comparedSteps = 10;
/** How the product's ranks sum on one host; the others are what it was chosen from. */
const productWay: Way = 'shared-memory';
const otherWays: readonly Way[] = ['xgboost', 'graph'];
const cases = [
  { globalRows: 1024, steps: 40, limit: 0.75 },
  { globalRows: 4096, steps: 10, limit: 0.9 },
] as const;

export async function benchScaling(): Promise<Measurement> {
  const results: BenchResult[] = [];
  const baselines: Figure[] = [];
  for (const each of cases) {
    say(`batch ${each.globalRows}`);
    const measured = await measureCase(each);
    results.push(...measured.results);
    baselines.push(...measured.baselines);
  }
  return {
    results,
    baselines,
    notes: [
      `The model of bench step, data-parallel: two processes with one thread each against one process with two, ${rounds} interleaved rounds. The losses of the first ${comparedSteps} steps are the same.`,
      `batch-*: times as fast as one rank with the product's sum over ranks (${productWay}); ${otherWays.join(' and ')} are the other ways. shared-memory: by ranks of one host. xgboost: XGBoost's communicator over loopback. graph: CollectiveReduceV2, a ring over gRPC.`,
    ],
  };
}

async function measureCase(
  each: (typeof cases)[number],
): Promise<Pick<Measurement, 'results' | 'baselines'>> {
  const { globalRows } = each;
  const sides = new Map<string, StepCompetitor>();
  try {
    sides.set('one-rank', await startGang({ way: 'alone', worldSize: 1, threads: 2, globalRows }));
    for (const way of [productWay, ...otherWays]) {
      sides.set(way, await startGang({ way, worldSize: 2, threads: 1, globalRows }));
    }
    await checkSameLosses(sides, { steps: comparedSteps, rows: globalRows, reference: 'one-rank' });
    return await compare(sides, each);
  } finally {
    for (const side of sides.values()) await side[Symbol.asyncDispose]();
  }
}

async function compare(
  sides: ReadonlyMap<string, StepCompetitor>,
  { globalRows, steps, limit }: (typeof cases)[number],
): Promise<Pick<Measurement, 'results' | 'baselines'>> {
  const seconds = await interleave(
    Object.fromEntries(
      [...sides].map(([name, side]) => [name, async () => (await side.run(steps)).seconds / steps]),
    ),
    rounds,
  );
  const of = (name: string) => seconds[name] ?? [];
  const over = (way: Way, name: string) => figure(name, speedRatios(of(way), of('one-rank')), 'x');
  return {
    results: [result(over(productWay, `batch-${globalRows}`), { limit, better: 'higher' })],
    baselines: [
      ...otherWays.map((way) => over(way, `${way}-${globalRows}`)),
      ...[...sides.keys()].map((name) =>
        figure(
          `${name}-step-${globalRows}`,
          of(name).map((each) => each * 1000),
          'ms',
        ),
      ),
    ],
  };
}

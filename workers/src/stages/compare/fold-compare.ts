/** Responsible for the report of a comparison: what its jobs found of each task, and what its trainings say of themselves. */
import {
  type ComparisonReport,
  type LearningCurve,
  measuredLosses,
  type StageManifest,
  type TrainBody,
  type VariantReport,
  type VariantTask,
} from '@espalier/domain';
import { spreadOf } from '@espalier/metrics';
import { readManifest, writePart } from '@espalier/store';
import type { MeasuredVariant } from '../../metrics/measure-comparison.js';
import type { FoldContext, StageResult } from '../stage-computing.js';
import { comparisonOf, trainingsToCompare } from './comparison-inputs.js';
import type { CompareResult } from './jobs.js';

const reportPart = 'comparison.json';

export async function foldCompare(
  { services: { store }, context }: FoldContext,
  ofJobs: readonly unknown[],
): Promise<StageResult<'compare'>> {
  const results = ofJobs as readonly CompareResult[];
  const { baseline, variants } = comparisonOf(context);
  const tasks = results.filter((result) => result.kind === 'task');
  const speeds = results.find((result) => result.kind === 'speed')?.rowsPerSecond ?? {};
  const trained = new Map<string, StageManifest<TrainBody>[]>();
  for (const { variant, train } of trainingsToCompare(context)) {
    const manifest = await readManifest(store, { ...train, stage: 'train' });
    trained.set(variant, [...(trained.get(variant) ?? []), manifest]);
  }
  const report: Omit<ComparisonReport, 'costs'> = {
    baseline,
    rows: tasks[0]?.rows ?? 0,
    cluster: tasks[0]?.cluster ?? null,
    variants: variants.map((variant): VariantReport => {
      const manifests = trained.get(variant.name) ?? [];
      return {
        ...variant,
        ...ofTrainings(manifests),
        scoringRowsPerSecond: speedOf(speeds, variant.name),
        tasks: Object.fromEntries(
          tasks.map(({ task, variants: of }) => [task, withNetworks(of[variant.name], task, manifests)]),
        ),
      };
    }),
    forest: Object.fromEntries(tasks.map(({ task, forest }) => [task, forest])),
  };
  const bytes = new TextEncoder().encode(JSON.stringify(report));
  return { parts: [await writePart(store, reportPart, bytes)], body: { reportPart } };
}

function speedOf(speeds: Readonly<Record<string, number>>, variant: string): number {
  const speed = speeds[variant];
  if (speed === undefined) throw new RangeError(`the speed of ${variant} was not measured`);
  return speed;
}

function withNetworks(
  task: MeasuredVariant | undefined,
  name: string,
  manifests: readonly StageManifest<TrainBody>[],
): VariantTask {
  if (task === undefined) throw new RangeError(`nothing was found of task ${name}`);
  const chosen = manifests.filter(({ body }) => body.selection.tasks[name]?.model === 'network');
  return { ...task, withNetwork: chosen.length };
}

function ofTrainings(
  manifests: readonly StageManifest<TrainBody>[],
): Pick<VariantReport, 'parameters' | 'trainingSeconds' | 'steps' | 'curves'> {
  const seconds = manifests.map(({ measured }) => measured?.trainingSeconds);
  const known = seconds.filter((each) => each !== undefined);
  return {
    parameters: manifests[0]?.body.parameters ?? null,
    trainingSeconds: known.length === manifests.length && known.length > 0 ? spreadOf(known) : null,
    steps: spreadOf(manifests.map(({ body }) => body.steps)),
    curves: manifests.map(({ body }, seed) => curveOf(body, seed)),
  };
}

function curveOf({ selection }: TrainBody, seed: number): LearningCurve {
  const points = selection.curve.map(({ step, tasks }) => ({
    step,
    loss: measuredLosses(tasks, selection.kinds),
  }));
  return { seed, points };
}

/** The plain Python script that `bench e2e` compares with: given the same spec, started as a process of its own. */
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
  type LoadedSpec,
  measuringSteps,
  type PipelineSpec,
  trainingPlan,
  trainingShares,
} from '@espalier/spec';
import { openPythonEnvironment, pythonScript } from '../python/python-environment.js';
import { runCommand } from './run-command.js';

/** So many that each is seen the default number of times. */
const manyRows = 1e7;

export interface PythonReport {
  readonly seconds: Readonly<Record<string, number>>;
  readonly metrics: Readonly<Record<string, { readonly auc: number }>>;
}

/** What the product works out from the data, worked out for the script. */
function scriptSpec(spec: PipelineSpec, sources: Readonly<Record<string, { readonly uri: string }>>) {
  const { earlyStop } = trainingShares(spec.source.split);
  const { every, patience } = spec.training.earlyStopping;
  const totalSteps = 1000;
  const patienceShare =
    (patience * measuringSteps(every, { stepsPerEpoch: totalSteps, totalSteps })) / totalSteps;
  return {
    ...spec,
    source: { ...sources, earlyStop },
    training: { ...spec.training, ...trainingPlan(spec, manyRows), patienceShare },
  };
}

/** @returns a function that runs the script once, from Parquet to a bundle in `scratchDir`. */
export async function preparePythonPipeline(
  { spec, baseDir }: LoadedSpec,
  scratchDir: string,
): Promise<() => Promise<PythonReport>> {
  const { executable, variables } = await openPythonEnvironment();
  const { train, eval: heldOut } = spec.source;
  if (train === undefined || heldOut === undefined || !('uri' in heldOut)) {
    throw new RangeError('the script wants a file of training rows and one of held-out rows');
  }
  const at = ({ uri }: { readonly uri: string }) => ({ uri: resolve(baseDir, uri) });
  const specPath = join(scratchDir, 'spec.json');
  await writeFile(specPath, JSON.stringify(scriptSpec(spec, { train: at(train), eval: at(heldOut) })));
  const args = [pythonScript('census_pipeline.py'), specPath, join(scratchDir, 'bundle')];
  return async () => JSON.parse(await runCommand({ executable, args, env: variables })) as PythonReport;
}

/** The plain Python script that `bench e2e` compares with: given the same spec, started as a process of its own. */
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { LoadedSpec } from '@espalier/spec';
import { openPythonEnvironment, pythonScript } from '../python/python-environment.js';
import { runCommand } from './run-command.js';

export interface PythonReport {
  readonly seconds: Readonly<Record<string, number>>;
  readonly metrics: Readonly<Record<string, { readonly auc: number }>>;
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
  await writeFile(specPath, JSON.stringify({ ...spec, source: { train: at(train), eval: at(heldOut) } }));
  const args = [pythonScript('census_pipeline.py'), specPath, join(scratchDir, 'bundle')];
  return async () => JSON.parse(await runCommand({ executable, args, env: variables })) as PythonReport;
}

/** The Python sides of `bench step`, all in one Python process that this one drives. */
import { PythonChild } from '../python/python-child.js';
import type { StepCompetitor, StepsTaken } from './step-competitor.js';

/** As `bench/python/step_model.py` knows them. */
export type PythonCompetitor = 'tf.function' | 'tf.function-xla' | 'keras' | 'python-eager';

export interface PythonSteps extends AsyncDisposable {
  /** Versions of TensorFlow and Python. */
  readonly versions: { readonly tensorflow: string; readonly python: string };
  competitor(name: PythonCompetitor, rows: number): StepCompetitor;
}

/** @param problemDir what `writeProblem` wrote. */
export async function startPythonSteps(problemDir: string, threads: number): Promise<PythonSteps> {
  const child = await PythonChild.start('step_server.py', [problemDir, String(threads)]);
  const versions = await child.answer<PythonSteps['versions']>();
  return {
    versions,
    competitor: (competitor, batch) => ({
      run: (steps) => child.ask<StepsTaken>({ competitor, batch, steps }),
      async [Symbol.asyncDispose]() {},
    }),
    [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
  };
}

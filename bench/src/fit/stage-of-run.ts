/** Runs the census example as far as its forests, and tells how long the stage took that fits them, and each part of it. */
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LoadedSpec } from '@espalier/spec';
import { status } from '@espalier/stack';
import type { BenchStack } from '../stack/bench-stack.js';
import { stackUsage } from '../waiting/stack-usage.js';

const stage = 'fit-encoder';
const lastPhase = 'uploading';
const pollMs = 250;
/** Between two looks at the run, each of which costs its workers' processor time, at its log, where that tells enough. */
const logLooks = 20;

export interface StageOfRun {
  readonly runId: string;
  /** From the stage's start to its end, as the run's report has it. */
  readonly seconds: number;
  /** Of all processes of the stack, meanwhile. */
  readonly processorSeconds: number;
  /** Of the seconds: until rank 0 had its assignment, read its rows and met the others, fitted, and after that. */
  readonly parts: Readonly<Record<'start' | 'load' | 'fit' | 'finish', number>>;
}

/** The run is cancelled once the stage has ended. @throws Error when the run ends before */
export async function fitInRun(stack: BenchStack, loaded: LoadedSpec): Promise<StageOfRun> {
  const { client } = stack;
  const { runId } = await client.submit(loaded, { noCache: true });
  let usedBefore = Number.NaN;
  for (;;) {
    const { progress } = await client.progress(runId);
    const { startedAtMs = null, endedAtMs = null } = progress.stages.find(({ name }) => name === stage) ?? {};
    if (startedAtMs !== null && Number.isNaN(usedBefore)) usedBefore = await usedBy(stack);
    if (startedAtMs !== null && endedAtMs !== null) {
      const processorSeconds = (await usedBy(stack)) - usedBefore;
      await client.cancel(runId, 'its forests are fitted');
      await client.wait(runId);
      const phaseAt = await phasesOf(stack, runId);
      const marks = [startedAtMs, phaseAt('loading'), phaseAt('fitting'), phaseAt(lastPhase), endedAtMs];
      const [start, load, fit, finish] = marks
        .slice(1)
        .map((mark, place) => (mark - (marks[place] ?? 0)) / 1000) as [number, number, number, number];
      const parts = { start, load, fit, finish };
      return { runId, seconds: (endedAtMs - startedAtMs) / 1000, processorSeconds, parts };
    }
    if (progress.status !== 'running') {
      throw new Error(
        `run ${runId} ended before its forests were fitted: ${progress.error?.message ?? progress.status}`,
      );
    }
    await sleep(pollMs);
    for (let look = 0; look < logLooks && startedAtMs !== null; look += 1) {
      if (!Number.isNaN((await phasesOf(stack, runId))(lastPhase))) break;
      await sleep(pollMs);
    }
  }
}

/** When rank 0 of the stage began a phase. */
async function phasesOf({ logOf }: BenchStack, runId: string): Promise<(begins: string) => number> {
  const lines = (await logOf(runId)).filter((line) => line.stage === stage && line.rank === 0);
  return (begins) => lines.find(({ phase = '' }) => phase.startsWith(begins))?.time ?? Number.NaN;
}

async function usedBy({ settings }: BenchStack): Promise<number> {
  const usage = stackUsage(await status({ settings }));
  return usage.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0);
}

/** The task's main forest. */
export async function forestOfRun({ client }: BenchStack, runId: string, task: string): Promise<Uint8Array> {
  const { bytes } = await client.artifacts.open(runId, stage, `encoder/${task}.ubj`);
  return buffer(bytes);
}

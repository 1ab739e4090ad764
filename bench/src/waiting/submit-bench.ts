/** `bench submit`: how long a person waits for a command, on a stack that does nothing else, and a program for each run that it submits. */
import { fileURLToPath } from 'node:url';
import { inheritedEnvironment } from '@espalier/settings';
import { type LoadedSpec, loadSpec } from '@espalier/spec';
import { censusPipelinePath } from '../census/census-example.js';
import { runCommand } from '../e2e/run-command.js';
import { figure, type Measurement, result } from '../report/bench-document.js';
import { say } from '../report/say.js';
import { type BenchStack, withStack } from '../stack/bench-stack.js';

const rounds = 7;
const submitted = 100;
const sample = '2%';
const sets = ['encoder.trees=5', 'training.epochs=1'];
const program = fileURLToPath(new URL('../../../packages/cli/bin/espalier.js', import.meta.url));

type Command = 'help' | 'run' | 'runs' | 'show';
const mostSeconds: Readonly<Record<Command, number>> = { help: 0.15, run: 1, runs: 0.5, show: 0.5 };
const mostSubmitMs = 100;

/** Seconds that a command takes, and what it printed. */
async function timed({ environment }: BenchStack, args: readonly string[]) {
  const startedMs = performance.now();
  const printed = await runCommand({
    executable: process.execPath,
    args: [program, ...args],
    env: inheritedEnvironment(environment),
  });
  return { seconds: (performance.now() - startedMs) / 1000, printed };
}

/** Cancels runs and waits for their ends, so that nothing goes on beside what is timed next. */
async function end({ client }: BenchStack, runIds: readonly string[]): Promise<void> {
  for (const runId of runIds) await client.cancel(runId, 'measured');
  for (const runId of runIds) await client.wait(runId);
}

async function timeCommands(stack: BenchStack, loaded: LoadedSpec): Promise<Record<Command, number[]>> {
  const { runId } = await stack.client.submit(loaded);
  await stack.client.wait(runId);
  const asked = [`--sample=${sample}`, ...sets.map((set) => `--set=${set}`), '--no-cache', '--json'];
  const seconds: Record<Command, number[]> = { help: [], run: [], runs: [], show: [] };
  for (let round = 0; round < rounds; round += 1) {
    seconds.help.push((await timed(stack, ['--help'])).seconds);
    seconds.runs.push((await timed(stack, ['runs'])).seconds);
    seconds.show.push((await timed(stack, ['show', runId])).seconds);
    const run = await timed(stack, ['run', censusPipelinePath, ...asked]);
    seconds.run.push(run.seconds);
    await end(stack, [(JSON.parse(run.printed) as { runId: string }).runId]);
    say(`round ${round + 1} of ${rounds}: run ${run.seconds.toFixed(2)} s`);
  }
  return seconds;
}

/** Milliseconds of each run that one process submits, one after the other, while those before begin. */
async function timeSubmits(stack: BenchStack, loaded: LoadedSpec): Promise<number[]> {
  const milliseconds: number[] = [];
  const runIds: string[] = [];
  for (let run = 0; run < submitted; run += 1) {
    const startedMs = performance.now();
    const { runId } = await stack.client.submit(loaded, { noCache: true });
    milliseconds.push(performance.now() - startedMs);
    runIds.push(runId);
  }
  say(`${submitted} runs submitted; they are cancelled`);
  await end(stack, runIds);
  return milliseconds;
}

export async function benchSubmit(): Promise<Measurement> {
  const loaded = await loadSpec(censusPipelinePath, { sample, sets });
  const { seconds, milliseconds } = await withStack(async (stack) => ({
    seconds: await timeCommands(stack, loaded),
    milliseconds: await timeSubmits(stack, loaded),
  }));
  const commands = (Object.keys(mostSeconds) as Command[]).map((name) =>
    result(figure(name, seconds[name], 's'), { limit: mostSeconds[name], better: 'lower' }),
  );
  const each = figure('submit', milliseconds, 'ms');
  return {
    results: [...commands, result(each, { limit: mostSubmitMs, better: 'lower' })],
    baselines: [],
    notes: [
      `Commands as processes of their own, ${rounds} rounds, on a stack where nothing goes on: \`--help\`, \`run\` without \`--wait\` (a ${sample} sample of the census example, cancelled before the next round), \`runs\`, \`show\` of a run that has ended.`,
      `submit: ${submitted} runs that one process submits one after the other, preflight included, while those before begin.`,
    ],
  };
}

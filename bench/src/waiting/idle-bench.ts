/** `bench idle`: what a stack uses that does nothing, before and after it has worked. */
import { setTimeout as sleep } from 'node:timers/promises';
import { loadSpec } from '@espalier/spec';
import { status } from '@espalier/stack';
import { censusPipelinePath } from '../census/census-example.js';
import { type Figure, figure, type Measurement, result } from '../report/bench-document.js';
import { say } from '../report/say.js';
import { type BenchStack, withStack } from '../stack/bench-stack.js';
import { type ProcessUsage, stackUsage } from './stack-usage.js';

const rounds = 5;
const windowSeconds = 30;
/** Until what a start or a run leaves to do is done. */
const settleSeconds = 30;
const mostCorePercent = 1.5;
const mostMemoryMib = 1536;
const mib = 2 ** 20;

/** Of one window: percent of one core, and MiB at its end. */
interface Window {
  readonly name: string;
  readonly corePercent: number;
  readonly memoryMib: number;
}

async function watchWindow({ settings }: BenchStack): Promise<Window[]> {
  const use = async () => stackUsage(await status({ settings }));
  const before = new Map((await use()).map((each): [string, ProcessUsage] => [each.name, each]));
  const startedMs = performance.now();
  await sleep(windowSeconds * 1000);
  const seconds = (performance.now() - startedMs) / 1000;
  return (await use()).map(({ name, cpuSeconds, memoryBytes }) => ({
    name,
    corePercent: (100 * (cpuSeconds - (before.get(name)?.cpuSeconds ?? 0))) / seconds,
    memoryMib: memoryBytes / mib,
  }));
}

async function watchIdle(stack: BenchStack, when: string): Promise<Window[][]> {
  await sleep(settleSeconds * 1000);
  const windows: Window[][] = [];
  for (let round = 0; round < rounds; round += 1) {
    const window = await watchWindow(stack);
    windows.push(window);
    say(
      `${when}, window ${round + 1} of ${rounds}: ${sumOf(window, 'corePercent').toFixed(2)} % of a core, ${sumOf(window, 'memoryMib').toFixed(0)} MiB`,
    );
  }
  return windows;
}

function sumOf(window: readonly Window[], what: 'corePercent' | 'memoryMib'): number {
  return window.reduce((sum, each) => sum + each[what], 0);
}

function byProcess(windows: readonly (readonly Window[])[], when: string): Figure[] {
  const names = [...new Set(windows.flat().map(({ name }) => name))];
  const of = (name: string) => windows.flat().filter((each) => each.name === name);
  return [
    ...names.map((name) =>
      figure(
        `core-${name}-${when}`,
        of(name).map(({ corePercent }) => corePercent),
        '%',
      ),
    ),
    ...names.map((name) =>
      figure(
        `memory-${name}-${when}`,
        of(name).map(({ memoryMib }) => memoryMib),
        'MiB',
      ),
    ),
  ];
}

export async function benchIdle(): Promise<Measurement> {
  const loaded = await loadSpec(censusPipelinePath);
  const { fresh, worked } = await withStack(async (stack) => {
    const fresh = await watchIdle(stack, 'after the start');
    say('a run of the census example');
    const { runId } = await stack.client.submit(loaded);
    const { status: ended, error } = await stack.client.wait(runId);
    if (ended !== 'succeeded')
      throw new Error(`run ${runId} ${ended}: ${error?.message ?? 'no reason given'}`);
    return { fresh, worked: await watchIdle(stack, 'after the run') };
  });
  const sums = (windows: Window[][], what: 'corePercent' | 'memoryMib') =>
    windows.map((window) => sumOf(window, what));
  const core = { limit: mostCorePercent, better: 'lower' } as const;
  const memory = { limit: mostMemoryMib, better: 'lower' } as const;
  return {
    results: [
      result(figure('core-after-start', sums(fresh, 'corePercent'), '%'), core),
      result(figure('core-after-run', sums(worked, 'corePercent'), '%'), core),
      result(figure('memory-after-start', sums(fresh, 'memoryMib'), 'MiB'), memory),
      result(figure('memory-after-run', sums(worked, 'memoryMib'), 'MiB'), memory),
    ],
    baselines: [...byProcess(fresh, 'after-start'), ...byProcess(worked, 'after-run')],
    notes: [
      `A stack with its default processes, in ${rounds} windows of ${windowSeconds} s, ${settleSeconds} s after \`up\`, and as long after a run of the census example. Percent of one core; what a process has started, such as a spare rank, counts as its own.`,
      'Memory is the proportional set size: a page that several processes share is divided among them.',
    ],
  };
}

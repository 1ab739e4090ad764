/** `bench overhead`: a whole run's wall time less the time in which its stages were at work. */
import { loadSpec } from '@espalier/spec';
import { censusPipelinePath } from '../census/census-example.js';
import { figure, type Measurement, result } from '../report/bench-document.js';
import { say } from '../report/say.js';
import { withStack } from './bench-stack.js';
import { busyMs } from './busy-time.js';
import { workOf } from './work-of-log.js';

const rounds = 5;
const sample = '5%';
const sets = ['encoder.trees=20', 'training.epochs=1'];

export async function benchOverhead(): Promise<Measurement> {
  const loaded = await loadSpec(censusPipelinePath, { sample, sets });
  const runs = await withStack(async ({ client, logOf }) => {
    const measured: { wallSeconds: number; workSeconds: number }[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const startedMs = performance.now();
      const { runId } = await client.submit(loaded, { noCache: true });
      const report = await client.wait(runId);
      const wallSeconds = (performance.now() - startedMs) / 1000;
      if (report.status !== 'succeeded') {
        throw new Error(`run ${runId} ${report.status}: ${report.error?.message ?? 'no reason given'}`);
      }
      const workSeconds = busyMs(workOf(await logOf(runId))) / 1000;
      measured.push({ wallSeconds, workSeconds });
      say(
        `round ${round + 1} of ${rounds}: ${wallSeconds.toFixed(2)} s, of it ${workSeconds.toFixed(2)} s work`,
      );
    }
    return measured;
  });
  const overhead = runs.map(({ wallSeconds, workSeconds }) => wallSeconds - workSeconds);
  return {
    results: [result(figure('run-less-work', overhead, 's'), { limit: 2.5, better: 'lower' })],
    baselines: [
      figure(
        'run',
        runs.map(({ wallSeconds }) => wallSeconds),
        's',
      ),
      figure(
        'work',
        runs.map(({ workSeconds }) => workSeconds),
        's',
      ),
    ],
    notes: [
      `The census example with ${sample} of its rows, ${sets.join(', ')}, --no-cache; ${rounds} runs one after another on one stack.`,
      'run: from submitting (preflight included) to the report. work: time in which at least one shard, rank, plan, fold or publication was computing, from the workers’ logs; what runs at the same time counts once.',
      'Everything else is overhead: preflight, cache look-ups, queues, slots, starting the ranks’ processes, Temporal.',
    ],
  };
}

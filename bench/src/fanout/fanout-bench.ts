/** `bench fanout`: empty shard jobs a second through the product's own fan-out, each result exactly once, beside bare BullMQ. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { connectRedis } from '@espalier/fanout';
import { startTestServers } from '@espalier/stack';
import { interleave, speedRatios } from '../interleave.js';
import { figure, type Measurement, result } from '../report/bench-document.js';
import { reportOfChild } from '../report/report-of-child.js';
import { say } from '../report/say.js';
import { fanOutEmpty, runBareJobs } from './empty-jobs.js';
import type { WorkerOf, WorkerRequest } from './fanout-contract.js';

const shards = 10_000;
const rounds = 5;
const workerProcesses = 2;
const leastPerSecond = 5_000;
/** Jobs at once in a process: as many as hide the way to Redis and back, and one, as feature workers take them. */
const [sideBySide, oneByOne] = [16, 1];

const program = fileURLToPath(new URL('./fanout-worker-main.js', import.meta.url));

export async function benchFanout(): Promise<Measurement> {
  await using servers = await startTestServers({ parts: ['redis'] });
  const redisUrl = servers.settings.redis.url;
  const redis = connectRedis(redisUrl);
  await using workers = new Workers(redisUrl);
  try {
    const many = await measure(redis, workers, sideBySide);
    const single = await measure(redis, workers, oneByOne);
    const repeated = await survive(redis, workers);
    return {
      results: [
        result(figure(`fanout-${sideBySide}-at-once`, many.fanout, 'jobs/s'), {
          limit: leastPerSecond,
          better: 'higher',
        }),
      ],
      baselines: [
        figure(`bullmq-${sideBySide}-at-once`, many.bullmq, 'jobs/s'),
        figure(`fanout/bullmq-${sideBySide}-at-once`, many.ratio, 'x'),
        figure('fanout-one-by-one', single.fanout, 'jobs/s'),
        figure('bullmq-one-by-one', single.bullmq, 'jobs/s'),
        figure('fanout/bullmq-one-by-one', single.ratio, 'x'),
      ],
      notes: [
        `${shards.toLocaleString('en-US')} shards that compute nothing, ${workerProcesses} worker processes, ${rounds} interleaved rounds; Redis, workers and coordinator share the machine. From the call of runFanout until it returns, cleared away.`,
        `at-once: ${sideBySide} jobs side by side in each process; one-by-one: as the product's feature workers take them.`,
        'bullmq: as many jobs without data or results, added and worked off by BullMQ alone, in the same processes’ place.',
        'In each round every shard must have one result, the first that was told of it, of a computation of its own, or the benchmark fails.',
        `So too in a last round, in which a worker process is killed halfway and another takes its place: ${repeated} shards were computed and told twice, and counted once.`,
      ],
    };
  } finally {
    redis.disconnect();
  }
}

type Redis = ReturnType<typeof connectRedis>;

async function measure(redis: Redis, workers: Workers, concurrency: number) {
  const queueOf = (of: WorkerOf) => `${of}-${concurrency}`;
  await workers.start('product', queueOf('product'), concurrency);
  await workers.start('bullmq', queueOf('bullmq'), concurrency);
  let round = 0;
  const seconds = await interleave(
    {
      fanout: async () => {
        round += 1;
        const runId = `${queueOf('product')}-${round}`;
        const taken = await fanOutEmpty(redis, queueOf('product'), runId, shards);
        say(`${concurrency} at once: ${(shards / taken.seconds).toFixed(0)} jobs/s`);
        return taken.seconds;
      },
      bullmq: () => runBareJobs(redis, queueOf('bullmq'), shards),
    },
    rounds,
  );
  await workers[Symbol.asyncDispose]();
  const perSecond = (all: readonly number[]) => all.map((value) => shards / value);
  return {
    fanout: perSecond(seconds.fanout),
    bullmq: perSecond(seconds.bullmq),
    ratio: speedRatios(seconds.fanout, seconds.bullmq),
  };
}

/** @returns how many shards were computed twice */
async function survive(redis: Redis, workers: Workers): Promise<number> {
  const queueName = 'killed';
  await workers.start('product', queueName, sideBySide);
  let successor: Promise<void> | undefined;
  const { repeated } = await fanOutEmpty(redis, queueName, queueName, shards, (doneShards) => {
    if (successor !== undefined || doneShards < shards / 2) return;
    workers.killOne();
    successor = workers.startOne('product', queueName, sideBySide);
  });
  if (successor === undefined) throw new Error('the fan-out was done before a worker could be killed');
  await successor;
  return repeated;
}

class Workers implements AsyncDisposable {
  #children: ChildProcess[] = [];

  constructor(private readonly redisUrl: string) {}

  async start(of: WorkerOf, queueName: string, concurrency: number): Promise<void> {
    for (let process = 0; process < workerProcesses; process += 1) {
      await this.startOne(of, queueName, concurrency);
    }
  }

  async startOne(of: WorkerOf, queueName: string, concurrency: number): Promise<void> {
    const request: WorkerRequest = { of, redisUrl: this.redisUrl, queueName, concurrency };
    // Standard output is the benchmark's document.
    const child = fork(program, [JSON.stringify(request)], { execArgv: [], stdio: ['ignore', 2, 2, 'ipc'] });
    this.#children.push(child);
    await reportOfChild<string>(child, `a worker of ${queueName}`);
  }

  killOne(): void {
    this.#children.pop()?.kill('SIGKILL');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const children = this.#children.filter(
      ({ exitCode, signalCode }) => exitCode === null && signalCode === null,
    );
    this.#children = [];
    const ended = children.map((child) => once(child, 'exit'));
    for (const child of children) child.kill('SIGKILL');
    await Promise.all(ended);
  }
}

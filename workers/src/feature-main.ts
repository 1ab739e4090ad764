/** A feature worker: takes shards of any run's fan-outs, one at a time, and has them computed in a process of its own. */
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { StageName } from '@espalier/domain';
import { announceWorker, openRedis, shardQueueName, startShardWorker } from '@espalier/fanout';
import { findProgram } from '@espalier/programs';
import { inheritedEnvironment, loadSettings } from '@espalier/settings';
import { readEnvironment } from './environment/read-environment.js';
import { createLogger, type Logger } from './process/logger.js';
import { openScratch } from './process/scratch-folder.js';
import { serveUntilSignal } from './process/worker-process.js';
import type { ShardEnd } from './shards/shard-end.js';
import { ShardProcess } from './shards/shard-process.js';
import { LoadedCode } from './stages/loaded-code.js';
import { fingerprintOf } from './stages/stage-pool.js';

process.title = 'espalier-feature';

const lastWordsMs = 100;

function shardProcess(logger: Logger, scratchDir: string): ShardProcess {
  // Looked up once: its shards run the code that the worker began with.
  const program = findProgram(fileURLToPath(new URL('./shards/shard-main.js', import.meta.url)));
  return new ShardProcess({
    start: () => {
      // Its own: what lies in it when it is killed goes with it, though the worker lives on.
      const folder = mkdtempSync(join(scratchDir, 'shards-'));
      const child = fork(program, [String(process.pid), folder], {
        serialization: 'advanced',
        // No flags of V8: with others than setting up had it takes none of the compiled code.
        execArgv: [],
        env: inheritedEnvironment(),
      });
      const remove = () =>
        void rm(folder, { recursive: true, force: true }).catch((err: unknown) =>
          logger.warn({ err, folder }, 'scratch was left behind'),
        );
      return child.once('exit', remove).once('error', remove);
    },
    onDeath: ({ how, signal }) => {
      logger.fatal({ how }, 'the process that computes shards died');
      // To the coordinator a shard that kills what computes it has killed its worker, which is counted. Who looks after the worker sees whether memory ran out.
      const end = () => (signal === 'SIGKILL' ? process.kill(process.pid, signal) : process.exit(1));
      // The line is written meanwhile.
      setTimeout(end, lastWordsMs);
    },
  });
}

async function main(): Promise<void> {
  const settings = loadSettings();
  const logger = createLogger(settings, 'feature');
  const code = await LoadedCode.read(settings);
  const environment = await readEnvironment('feature', settings, code.stages);
  const fingerprint = fingerprintOf(environment);
  const name = settings.processName ?? `feature-${process.pid}`;
  const workerName = `${hostname()}.${name}`;
  const shards = shardProcess(logger, openScratch(settings, 'feature'));
  const check = async (stage: StageName, begun?: string): Promise<void> => {
    const before = code.seen;
    try {
      await code.check(stage, workerName);
    } finally {
      // It may have loaded some of what was there meanwhile.
      if (code.seen !== before) shards.end();
    }
    if (begun !== undefined && code.seen !== begun) throw code.replacedMeanwhile(stage, workerName);
  };
  const worker = await startShardWorker({
    redisUrl: settings.redis.url,
    queueName: shardQueueName(fingerprint),
    concurrency: 1,
    // An error that names no inputs is better than none.
    inputsOf: (job) =>
      check(job.stage)
        .then(() => shards.inputsOf(job))
        .catch(() => []),
    handle: async (job, context): Promise<ShardEnd> => {
      await check(job.stage);
      const begun = code.seen;
      try {
        const result = await shards.compute(job, context);
        return { result, fingerprint };
      } finally {
        // It loads what is there when it needs it first.
        await check(job.stage, begun);
      }
    },
    logger,
  });
  const redis = await openRedis(settings.redis.url);
  const announced = await announceWorker({
    ...{ redis, role: 'feature', slots: 1, fingerprint, environment },
    workerId: `${workerName}.${randomBytes(4).toString('hex')}`,
  });
  serveUntilSignal(settings, logger, async () => {
    await announced.close();
    await worker.close();
    redis.disconnect();
    shards.end();
  });
}

void main();
